// core_bench [--benchmark_filter=…]
//
// What the library costs beside what it stands on, in nanoseconds: a call through a closed breaker
// beside the call, a lease beside nothing, and SELECT 1 of a lease, of a connection and of the
// engine's own client library. Servers are those of COVET_TEST_POSTGRESQL_URL and
// COVET_TEST_MYSQL_URL, where these are set.

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>
#ifdef COVET_WITH_SQLITE
#include <sqlite3.h>
#endif
#ifdef COVET_WITH_POSTGRESQL
#include <libpq-fe.h>
#endif
#ifdef COVET_WITH_MYSQL
#include <cppconn/driver.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>
#include <mysql_driver.h>
#endif

#include "adapters/backends.h"
#include "core/db/circuit_breaker.h"
#include "core/db/database.h"

namespace {

using namespace covet;
using Work = std::function<void()>;

/// Not seen by the optimiser, so that a call of it is one.
[[gnu::noinline]] int nothing(int number) {
  benchmark::DoNotOptimize(number);
  return number;
}

void bare_call(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(nothing(1));
}
BENCHMARK(bare_call);

void breaker_call(benchmark::State& state) {
  CircuitBreaker breaker;
  for (auto _ : state)
    benchmark::DoNotOptimize(breaker.call([] { return nothing(1); }));
}
BENCHMARK(breaker_call)->Threads(1)->Threads(2);

Database& in_memory() {
  static Database database(adapters::find_by_scheme("sqlite")->driver, parse_url("sqlite::memory:"),
                           {}, {});
  return database;
}

void pool_borrow_and_return(benchmark::State& state) {
  for (auto _ : state) {
    Lease lease = in_memory().borrow();
    benchmark::DoNotOptimize(&*lease);
  }
}
BENCHMARK(pool_borrow_and_return)->Threads(1)->Threads(2);

void repeat(const std::string& name, Work work) {
  benchmark::RegisterBenchmark(name.c_str(), [work = std::move(work)](benchmark::State& state) {
    for (auto _ : state)
      work();
  })->UseRealTime();
}

/// SELECT 1 through the library: on a connection, and on one that is borrowed each time.
void repeat_ours(const std::string& engine, const std::string& text) {
  const Url url = parse_url(text);
  const Driver& driver = adapters::find_by_scheme(url.scheme)->driver;
  const std::shared_ptr<Connection> connection = driver.connect(url, {});
  repeat(engine + "/connection", [connection] { connection->fetch_value({"SELECT 1"}); });
  const auto database = std::make_shared<Database>(driver, url, ConnectOptions{}, Tuning{});
  repeat(engine + "/lease", [database] { database->borrow()->fetch_value({"SELECT 1"}); });
}

#ifdef COVET_WITH_SQLITE
void repeat_sqlite() {
  sqlite3* raw = nullptr;
  if (sqlite3_open(":memory:", &raw) != SQLITE_OK) std::abort();
  const std::shared_ptr<sqlite3> db(raw, sqlite3_close);
  repeat("sqlite/bare", [db] {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db.get(), "SELECT 1", -1, &statement, nullptr) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW || sqlite3_column_int64(statement, 0) != 1) {
      std::abort();
    }
    sqlite3_finalize(statement);
  });
  repeat_ours("sqlite", "sqlite::memory:");
}
#endif

#ifdef COVET_WITH_POSTGRESQL
void repeat_postgresql(const std::string& url) {
  const std::shared_ptr<PGconn> connection(PQconnectdb(url.c_str()), PQfinish);
  repeat("postgresql/bare", [connection] {
    PGresult* result = PQexec(connection.get(), "SELECT 1");
    if (PQntuples(result) != 1) std::abort();
    PQclear(result);
  });
  repeat_ours("postgresql", url);
}
#endif

#ifdef COVET_WITH_MYSQL
void repeat_mysql(const std::string& text) {
  const Url url = parse_url(text);
  const std::shared_ptr<sql::Connection> connection(sql::mysql::get_driver_instance()->connect(
      "tcp://" + url.host + ":" + std::to_string(url.port), url.user, url.password));
  repeat("mysql/bare", [connection] {
    const std::unique_ptr<sql::Statement> statement(connection->createStatement());
    const std::unique_ptr<sql::ResultSet> result(statement->executeQuery("SELECT 1"));
    if (!result->next() || result->getInt(1) != 1) std::abort();
  });
  repeat_ours("mysql", text);
}
#endif

[[maybe_unused]] void repeat_on(const char* variable, void (*on)(const std::string&)) {
  const char* url = std::getenv(variable);
  if (url != nullptr) on(url);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
#ifdef COVET_WITH_SQLITE
  repeat_sqlite();
#endif
#ifdef COVET_WITH_POSTGRESQL
  repeat_on("COVET_TEST_POSTGRESQL_URL", repeat_postgresql);
#endif
#ifdef COVET_WITH_MYSQL
  repeat_on("COVET_TEST_MYSQL_URL", repeat_mysql);
#endif
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
