#include "core/db/database.h"

#include <atomic>
#include <latch>
#include <thread>

#include "tests/conformance/surface.h"

// A database as a program holds it: pool, breaker and health on real servers.
namespace covet {
namespace {

using namespace std::chrono_literals;

class Databases : public Surface {
 protected:
  Databases() {
    Url url = database.url();
    url.params["pool_max"] = "10";
    options.statement_timeout = 30s;
    held.emplace(database.backend().driver, url, options, Tuning{});
  }

  ConnectOptions options;
  std::optional<Database> held;
};

TEST_P(Databases, AHundredQueriesAtOnce) {
  make_table();
  fill(100);
  std::atomic<std::int64_t> sum = 0;
  {
    std::latch ready(100);
    std::vector<std::jthread> threads;
    for (std::int64_t n = 0; n < 100; ++n) {
      threads.emplace_back([&, n] {
        ready.arrive_and_wait();
        sum += as_int(held->borrow()->fetch_value({"SELECT n FROM t WHERE n = " + place(1), {n}}));
      });
    }
  }
  EXPECT_EQ(sum, 4950);
  const PoolStats stats = held->pool().stats();
  EXPECT_LE(stats.size, 10U);
  EXPECT_EQ(stats.borrowed, 100U);
  EXPECT_EQ(stats.busy, 0U);
}

TEST_P(Databases, ATransactionIsAllOrNothing) {
  make_table();
  held->in_transaction([](Connection& one) { one.execute("INSERT INTO t (n) VALUES (1)"); });
  EXPECT_EQ(thrown_by([&] {
              held->in_transaction([](Connection& one) {
                one.execute("INSERT INTO t (n) VALUES (2)");
                one.execute("INSERT INTO t (n) VALUES (1)");
              });
            }),
            Errc::unique_violation);
  EXPECT_EQ(count("t"), 1);
  EXPECT_EQ(held->pool().stats().opened, 1U);
}

TEST_P(Databases, HealthIsHealthy) {
  const HealthMetrics now = held->health().check();
  EXPECT_EQ(now.health, Health::healthy) << now.last_error;
  held->health().start();
  EXPECT_TRUE(held->health().wait_for_healthy(30s));
}

/// Of engines with a server that can be down.
class ServerDatabases : public Databases {};

TEST_P(ServerDatabases, TheBreakerSparesAServerThatIsDown) {
  Url url = database.url();
  url.port = 1;
  Tuning tuning;
  tuning.retry.attempts = 1;
  tuning.breaker.failure_threshold = 3;
  Database down(database.backend().driver, url, options, tuning);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(thrown_by([&] { down.borrow(); }), Errc::connection);
  EXPECT_EQ(thrown_by([&] { down.borrow(); }), Errc::circuit_open);
  EXPECT_EQ(down.breaker().metrics().rejected, 1U);
}

TEST_P(ServerDatabases, WhoGaveALeaseBackHearsItNoMore) {
  int heard = 0;
  const auto say_something = [](Connection& one) { one.execute("DROP TABLE IF EXISTS missing"); };
  {
    const Lease lease = held->borrow();
    lease->on_notice([&](const Notice&) { ++heard; });
    say_something(*lease);
  }
  EXPECT_EQ(heard, 1);
  say_something(*held->borrow());
  EXPECT_EQ(heard, 1);
  EXPECT_EQ(held->pool().stats().opened, 1U);
}

TEST_P(ServerDatabases, AWrongPasswordIsNotTriedAgain) {
  Url url = database.url();
  url.password = "not it";
  Database locked(database.backend().driver, url, options, {});
  EXPECT_EQ(thrown_by([&] { locked.borrow(); }), Errc::login_refused);
  EXPECT_EQ(locked.breaker().state(), BreakerState::closed);
}

INSTANTIATE_TEST_SUITE_P(Engines, Databases, testing::ValuesIn(tests::engines()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, ServerDatabases, testing::ValuesIn(server_engines()),
                         name_of_engine);

}  // namespace
}  // namespace covet
