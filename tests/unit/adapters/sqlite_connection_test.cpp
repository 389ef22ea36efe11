#include <filesystem>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/temp_dir.h"
#include "tests/support/text_file.h"
#include "tests/unit/adapters/sqlite_support.h"

namespace covet::tests {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

template <class Work>
Error error_of(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  return Error(Errc::internal, "nothing was thrown");
}

Errc refused(Connection& connection, const std::string& sql) {
  return error_of([&] { connection.execute(sql); }).code();
}

class SqliteFile : public testing::Test {
 protected:
  std::string path(const std::string& name = "a.db") const { return (dir_.path() / name).string(); }
  std::string url(const std::string& rest = {}) const { return "sqlite://" + path() + rest; }

  TempDir dir_;
};

TEST(SqliteConnection, KeepsValuesToTheLastBit) {
  const auto connection = sqlite_in_memory();
  const std::vector<Value> values{Null{},
                                  std::int64_t{-9'223'372'036'854'775'807},
                                  0.1,
                                  std::string("a\0b 😀", 8),
                                  Bytes{std::byte{0}, std::byte{255}},
                                  Bytes{}};
  for (const Value& value : values) {
    const Rows rows = connection->fetch_all(Statement{"SELECT ?1 AS v", {value}});
    EXPECT_EQ(rows.at(0)["v"], value) << to_text(value);
  }
}

TEST(SqliteConnection, StoresTimesAsCurrentTimestampDoes) {
  const auto connection = sqlite_in_memory();
  const Timestamp moment = parse_timestamp("2026-11-20T09:30:00Z");
  EXPECT_EQ(connection->fetch_all(Statement{"SELECT ?1", {moment}}).at(0)[std::size_t{0}],
            Value(std::string("2026-11-20 09:30:00")));
  EXPECT_EQ(connection->fetch_all(Statement{"SELECT ?1, ?2", {true, Decimal{"1.50"}}}).at(0)[1],
            Value(std::string("1.50")));
}

TEST(SqliteConnection, WritesLiteralsThatReadBack) {
  const auto connection = sqlite_in_memory();
  const Dialect& dialect = connection->dialect();
  const std::vector<Value> values{
      Null{}, std::int64_t{-5},           1e-10,
      3.0,    std::string("it's -- 'x'"), Bytes{std::byte{0}, std::byte{171}}};
  for (const Value& value : values) {
    EXPECT_EQ(connection->fetch_all("SELECT " + dialect.literal(value)).at(0)[std::size_t{0}],
              value);
  }
  EXPECT_EQ(error_of([&] { dialect.literal(std::string("a\0b", 3)); }).code(), Errc::usage);
  EXPECT_EQ(dialect.quote("a\"b"), "\"a\"\"b\"");
}

TEST(SqliteConnection, CountsRowsAndRunsOneStatement) {
  const auto connection = sqlite_in_memory();
  EXPECT_EQ(connection->execute("CREATE TABLE t (a); -- done"), 0U);
  EXPECT_EQ(connection->execute("INSERT INTO t VALUES (1), (2), (3)"), 3U);
  EXPECT_EQ(connection->execute("ALTER TABLE t ADD COLUMN b"), 0U);
  EXPECT_EQ(connection->execute(Statement{"DELETE FROM t WHERE a > ?1", {std::int64_t{1}}}), 2U);
  EXPECT_EQ(connection->execute("  -- nothing\n"), 0U);
  const Error error = error_of([&] { connection->execute("SELECT 1; DROP TABLE t"); });
  EXPECT_EQ(error.code(), Errc::usage);
  EXPECT_EQ(rows_text(*connection, "SELECT a FROM t"), "1\n");
}

TEST(SqliteConnection, TellsErrorsApart) {
  const auto connection = sqlite_in_memory();
  run_script(*connection, R"(
      CREATE TABLE p (id INTEGER PRIMARY KEY, u UNIQUE, n NOT NULL DEFAULT 0, c CHECK (c > 0));
      CREATE TABLE k (p_id REFERENCES p);
      INSERT INTO p (id, u) VALUES (1, 1);)");
  EXPECT_EQ(refused(*connection, "INSERT INTO p (u) VALUES (1)"), Errc::unique_violation);
  EXPECT_EQ(refused(*connection, "INSERT INTO p (n) VALUES (NULL)"), Errc::not_null_violation);
  EXPECT_EQ(refused(*connection, "INSERT INTO p (c) VALUES (0)"), Errc::check_violation);
  EXPECT_EQ(refused(*connection, "INSERT INTO k VALUES (2)"), Errc::foreign_key_violation);
  EXPECT_EQ(refused(*connection, "SELECT * FROM nowhere"), Errc::undefined_object);
  EXPECT_EQ(refused(*connection, "SELECT missing FROM p"), Errc::undefined_object);
  EXPECT_EQ(refused(*connection, "SELECT \"missing\" FROM p"), Errc::undefined_object);
  EXPECT_EQ(refused(*connection, "CREATE TABLE p (a)"), Errc::duplicate_object);
  const Error error = error_of([&] { connection->execute("SELECT 1 FORM p"); });
  EXPECT_EQ(error.code(), Errc::syntax);
  EXPECT_EQ(error.sql()->offset, 14U);
}

TEST(SqliteConnection, StopsAfterTheStatementTimeout) {
  const auto connection = sqlite_in_memory();
  connection->set_timeouts(30ms, 0ms);
  const std::string endless =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
  EXPECT_EQ(refused(*connection, endless), Errc::timeout);
  connection->set_timeouts(0ms, 0ms);
  std::jthread other([&](const std::stop_token& stop) {
    while (!stop.stop_requested())
      connection->cancel();
  });
  EXPECT_EQ(refused(*connection, endless), Errc::cancelled);
  other.request_stop();
  other.join();
  EXPECT_EQ(rows_text(*connection, "SELECT 1"), "1\n");
}

TEST_F(SqliteFile, PutsOnlyWhatItCreatesIntoWal) {
  const auto fresh = open_sqlite("sqlite://" + path("deep/er/new.db"));
  EXPECT_EQ(rows_text(*fresh, "PRAGMA journal_mode"), "wal\n");
  open_sqlite(url("?wal=false"))->execute("CREATE TABLE t (a)");
  EXPECT_EQ(rows_text(*open_sqlite(url()), "PRAGMA journal_mode"), "delete\n");
  EXPECT_EQ(rows_text(*open_sqlite(url("?wal=true")), "PRAGMA journal_mode"), "wal\n");
  EXPECT_EQ(rows_text(*fresh, "PRAGMA foreign_keys"), "1\n");
}

TEST_F(SqliteFile, ConnectsWhereAnotherProcessIsAtWorkInANewFile) {
  const std::string file = "sqlite://" + path("new.db");
  const auto busy = open_sqlite(file + "?wal=false");
  busy->execute("BEGIN IMMEDIATE");
  EXPECT_EQ(rows_text(*open_sqlite(file), "PRAGMA journal_mode"), "delete\n");
  EXPECT_THROW(open_sqlite(file + "?wal=true"), Error);
}

TEST_F(SqliteFile, ReadsWithoutWriting) {
  ConnectOptions options;
  options.access = Access::read_only;
  const auto missing = open_sqlite(url(), options);
  EXPECT_TRUE(inspect(*missing).tables.empty());
  EXPECT_EQ(refused(*missing, "CREATE TABLE t (a)"), Errc::read_only);
  EXPECT_FALSE(fs::exists(path()));
  open_sqlite(url())->execute("CREATE TABLE t (a)");
  const auto reader = open_sqlite(url(), options);
  EXPECT_EQ(inspect(*reader).tables.size(), 1U);
  EXPECT_EQ(refused(*reader, "INSERT INTO t VALUES (1)"), Errc::read_only);
}

/// Root may write everywhere; while this lives, it may not.
class NotRoot {
 public:
  NotRoot() {
    if (was_root_) taken_ = ::seteuid(65534) == 0;
  }
  NotRoot(const NotRoot&) = delete;
  NotRoot& operator=(const NotRoot&) = delete;
  ~NotRoot() {
    if (was_root_) taken_ = ::seteuid(0) != 0;
  }

 private:
  bool was_root_ = ::geteuid() == 0;
  bool taken_ = false;
};

TEST_F(SqliteFile, ReadsFromAFolderThatMayNotBeWritten) {
  open_sqlite(url())->execute("CREATE TABLE t (a)");
  fs::permissions(dir_.path(), fs::perms{0555});
  {
    const NotRoot nobody;
    ConnectOptions options;
    options.access = Access::read_only;
    EXPECT_EQ(inspect(*open_sqlite(url(), options)).tables.size(), 1U);
    EXPECT_EQ(error_of([&] { open_sqlite(url())->execute("CREATE TABLE u (a)"); }).code(),
              Errc::connection);
    const auto lock = [&] {
      sqlite_backend().locker.try_lock(parse_url(url()), {}, "covet_migrations");
    };
    EXPECT_EQ(error_of(lock).code(), Errc::permission);
  }
  fs::permissions(dir_.path(), fs::perms::owner_all);
}

TEST_F(SqliteFile, SaysWhyAFileCannotBeOpened) {
  write_text(path(),
             "this is no database, but it is long enough to be looked at as one, one would think");
  const Error error = error_of([&] { open_sqlite(url()); });
  EXPECT_EQ(error.code(), Errc::connection);
  EXPECT_NE(error.hint().find("no SQLite database"), std::string::npos) << error.hint();
  EXPECT_EQ(error_of([&] { open_sqlite("sqlite://" + path("none.db") + "?mode=rw"); }).code(),
            Errc::connection);
  EXPECT_EQ(error_of([&] { open_sqlite(url("?moed=ro")); }).hint(), "did you mean `mode`?");
  EXPECT_EQ(error_of([&] { open_sqlite(url("?mode=x")); }).code(), Errc::config);
}

TEST_F(SqliteFile, WaitsForAnotherWriterAsLongAsItMay) {
  const auto writer = open_sqlite(url());
  writer->execute("CREATE TABLE t (a)");
  writer->execute("BEGIN IMMEDIATE");
  const auto other = open_sqlite(url("?busy_timeout=20"));
  const Error error = error_of([&] { other->execute("BEGIN IMMEDIATE"); });
  EXPECT_EQ(error.code(), Errc::lock_timeout);
  EXPECT_FALSE(other->in_transaction());
  writer->execute("COMMIT");
  EXPECT_NO_THROW(other->execute("BEGIN IMMEDIATE"));
  EXPECT_TRUE(other->in_transaction());
}

}  // namespace
}  // namespace covet::tests
