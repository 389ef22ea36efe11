#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/db/transaction.h"
#include "tests/support/databases.h"

// What a program does with a connection means the same on every engine.
namespace covet {
namespace {

using namespace std::chrono_literals;

template <class Work>
std::optional<Errc> thrown_by(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

class Surface : public testing::TestWithParam<std::string> {
 protected:
  Surface() : database(GetParam().substr(0, GetParam().find('_'))), connection(connect()) {}

  /// "mysql_load": MySQL, opened so that it may load local files.
  std::unique_ptr<Connection> connect() const {
    ConnectOptions options;
    options.local_files = GetParam().ends_with("_load");
    return database.backend().driver.connect(database.url(), options);
  }
  bool is(std::string_view engine) const { return database.backend().engine == engine; }
  std::string place(std::size_t n) const { return connection->dialect().placeholder(n); }
  std::int64_t count(const std::string& table) {
    return as_int(connection->fetch_value({"SELECT count(*) FROM " + table}));
  }
  /// A table of numbers and texts.
  void make_table() {
    connection->execute("CREATE TABLE t (n bigint PRIMARY KEY, s varchar(200))");
  }
  void fill(int rows) {
    const auto writer = connection->bulk({"", "t", {"n", "s"}});
    for (int i = 0; i < rows; ++i) {
      const std::vector<Value> row{std::int64_t{i}, fmt::format("row {}", i)};
      writer->add(row);
    }
    EXPECT_EQ(writer->finish(), static_cast<std::uint64_t>(rows));
  }

  tests::TestDatabase database;
  std::unique_ptr<Connection> connection;
};

TEST_P(Surface, FetchesOneValueManyAndNone) {
  make_table();
  fill(3);
  EXPECT_EQ(as_int(connection->fetch_value({"SELECT max(n) FROM t"})), 2);
  EXPECT_TRUE(is_null(connection->fetch_value({"SELECT n FROM t WHERE n > 99"})));
  EXPECT_FALSE(connection->fetch_one({"SELECT n FROM t WHERE n > 99"}));
  const auto row =
      connection->fetch_one({"SELECT n, s FROM t WHERE n = " + place(1), {std::int64_t{1}}});
  ASSERT_TRUE(row);
  EXPECT_EQ(row->text("s"), "row 1");
  EXPECT_EQ(connection->fetch_all("SELECT n FROM t ORDER BY n").size(), 3U);
}

TEST_P(Surface, RunsOneStatementWithManyRowsOrNone) {
  make_table();
  const std::string sql = "INSERT INTO t (n, s) VALUES (" + place(1) + ", " + place(2) + ")";
  const std::vector<std::vector<Value>> rows{{std::int64_t{1}, "a"}, {std::int64_t{2}, Null{}}};
  EXPECT_EQ(connection->execute_many(sql, rows), 2U);
  const std::vector<std::vector<Value>> twice{{std::int64_t{3}, "c"}, {std::int64_t{1}, "again"}};
  EXPECT_EQ(thrown_by([&] { connection->execute_many(sql, twice); }), Errc::unique_violation);
  EXPECT_EQ(count("t"), 2);
  EXPECT_FALSE(connection->in_transaction());
}

TEST_P(Surface, StreamsAllRows) {
  make_table();
  fill(20'000);
  const auto cursor = connection->stream({"SELECT n, s FROM t ORDER BY n"});
  EXPECT_EQ(cursor->names(), (std::vector<std::string>{"n", "s"}));
  std::int64_t expected = 0;
  while (const Row* row = cursor->next()) {
    ASSERT_EQ(as_int((*row)[0]), expected);
    ASSERT_EQ(as_string((*row)[1]), fmt::format("row {}", expected));
    ++expected;
  }
  EXPECT_EQ(expected, 20'000);
  EXPECT_EQ(cursor->next(), nullptr);
  EXPECT_FALSE(connection->in_transaction());
  EXPECT_EQ(count("t"), 20'000);
}

TEST_P(Surface, StreamsWithParametersInsideATransaction) {
  make_table();
  fill(10);
  Transaction transaction(*connection);
  {
    const auto cursor =
        connection->stream({"SELECT n FROM t WHERE n >= " + place(1), {std::int64_t{7}}});
    int rows = 0;
    while (cursor->next() != nullptr)
      ++rows;
    EXPECT_EQ(rows, 3);
  }
  connection->execute("DELETE FROM t WHERE n = 1");
  transaction.commit();
  EXPECT_EQ(count("t"), 9);
}

TEST_P(Surface, AStreamMayBeLeftHalfRead) {
  make_table();
  fill(5000);
  {
    const auto cursor = connection->stream({"SELECT n FROM t"});
    ASSERT_NE(cursor->next(), nullptr);
  }
  EXPECT_EQ(count("t"), 5000);
  EXPECT_TRUE(connection->usable());
  EXPECT_FALSE(connection->in_transaction());
}

TEST_P(Surface, AStreamOfNothingHasItsColumns) {
  make_table();
  const auto cursor = connection->stream({"SELECT n, s FROM t"});
  EXPECT_EQ(cursor->names().size(), 2U);
  EXPECT_EQ(cursor->next(), nullptr);
}

// The client libraries take a result that breaks off for one that is at its end.
TEST_P(Surface, AStreamThatBreaksOffSaysSo) {
  make_table();
  fill(30'000);
  const std::string broken =
      is("postgresql") ? "SELECT 1 / (n - 25000) FROM t ORDER BY n"
      : is("sqlite")   ? "SELECT json(iif(n = 25000, '{', '1')) FROM t ORDER BY n"
                       : "SELECT IF(n = 25000, (SELECT n FROM t LIMIT 2), 1) FROM t ORDER BY n";
  std::string sql = broken;
  if (is("mysql")) {
    sql =
        "SELECT IF(n = 25000, (SELECT x.n FROM t AS x WHERE x.n < t.n - 24997), 1) FROM t "
        "ORDER BY n";
  }
  std::int64_t rows = 0;
  EXPECT_NE(thrown_by([&] {
              const auto cursor = connection->stream({sql});
              while (cursor->next() != nullptr)
                ++rows;
            }),
            std::nullopt)
      << rows << " rows";
  EXPECT_EQ(count("t"), 30'000);
}

TEST_P(Surface, BulkIsAllOrNothing) {
  make_table();
  fill(2);
  EXPECT_EQ(thrown_by([&] {
              const auto writer = connection->bulk({"", "t", {"n", "s"}});
              for (const std::int64_t n : {7, 8, 1, 9})
                writer->add(std::vector<Value>{n, "x"});
              writer->finish();
            }),
            Errc::unique_violation);
  EXPECT_EQ(count("t"), 2);
  {
    const auto writer = connection->bulk({"", "t", {"n", "s"}});
    writer->add(std::vector<Value>{std::int64_t{7}, "x"});
  }
  EXPECT_EQ(count("t"), 2);
  EXPECT_EQ(thrown_by([&] {
              const auto writer = connection->bulk({"", "t", {"n", "s"}});
              writer->add(std::vector<Value>{std::int64_t{7}});
            }),
            Errc::usage);
  EXPECT_FALSE(connection->in_transaction());
  EXPECT_EQ(thrown_by([&] {
              connection->bulk({"", "none", {"n"}})->finish();
            }),
            Errc::undefined_object);
}

TEST_P(Surface, BulkInATransactionIsASavepoint) {
  make_table();
  Transaction transaction(*connection);
  connection->execute("INSERT INTO t (n) VALUES (1)");
  EXPECT_EQ(thrown_by([&] {
              const auto writer = connection->bulk({"", "t", {"n", "s"}});
              writer->add(std::vector<Value>{std::int64_t{2}, "x"});
              writer->add(std::vector<Value>{std::int64_t{1}, "x"});
              writer->finish();
            }),
            Errc::unique_violation);
  fill(0);
  transaction.commit();
  EXPECT_EQ(count("t"), 1);
}

TEST_P(Surface, BulkTakesHostileNames) {
  const Dialect& dialect = connection->dialect();
  const std::string table = "a \"b\" `c`; DROP TABLE t; --";
  make_table();
  connection->execute("CREATE TABLE " + dialect.quote(table) + " (" + dialect.quote("Select") +
                      " int)");
  const auto writer = connection->bulk({"", table, {"Select"}});
  writer->add(std::vector<Value>{std::int64_t{1}});
  EXPECT_EQ(writer->finish(), 1U);
  EXPECT_EQ(count(dialect.quote(table)), 1);
  EXPECT_EQ(count("t"), 0);
}

/// Each way that a value has into a table, and out of it.
class Values : public Surface {
 protected:
  /// Of a column of `type`.
  void round_trip(const std::string& type, const std::vector<Value>& values) {
    SCOPED_TRACE(type);
    connection->execute("CREATE TABLE v (i int, x " + type + ")");
    const std::string insert = "INSERT INTO v VALUES (" + place(1) + ", " + place(2) + ")";
    std::int64_t n = 0;
    for (const Value& value : values)
      connection->execute({insert, {n++, value}});
    const auto writer = connection->bulk({"", "v", {"i", "x"}});
    for (const Value& value : values)
      writer->add(std::vector<Value>{n++, value});
    writer->finish();
    const Rows rows = connection->fetch_all("SELECT x FROM v ORDER BY i");
    const auto cursor = connection->stream({"SELECT x FROM v ORDER BY i"});
    ASSERT_EQ(rows.size(), values.size() * 2);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Value& wanted = values[i % values.size()];
      EXPECT_TRUE(same(rows[i][std::size_t{0}], wanted))
          << "row " << i << ": " << to_text(rows[i][std::size_t{0}]) << " for " << to_text(wanted);
      const Row* streamed = cursor->next();
      ASSERT_NE(streamed, nullptr);
      EXPECT_TRUE(same((*streamed)[std::size_t{0}], wanted)) << "streamed row " << i;
    }
    EXPECT_EQ(cursor->next(), nullptr);
    connection->execute("DROP TABLE v");
  }

  static bool same(const Value& one, const Value& other) {
    const auto* a = std::get_if<double>(&one);
    const auto* b = std::get_if<double>(&other);
    if (a != nullptr && b != nullptr && std::isnan(*a)) return std::isnan(*b);
    return one == other;
  }
  static Bytes bytes(std::initializer_list<int> numbers) {
    Bytes result;
    for (const int number : numbers)
      result.push_back(static_cast<std::byte>(number));
    return result;
  }
};

TEST_P(Values, Integers) {
  using Limits = std::numeric_limits<std::int64_t>;
  round_trip("bigint", {std::int64_t{0}, Limits::min(), Limits::max(), Null{}});
  if (is("mysql")) {
    round_trip("bigint unsigned", {std::numeric_limits<std::uint64_t>::max(), std::uint64_t{0}});
    round_trip("bit(64)", {std::numeric_limits<std::uint64_t>::max(), std::uint64_t{5}});
  }
}

TEST_P(Values, Doubles) {
  using Limits = std::numeric_limits<double>;
  std::vector<Value> values{0.1,           1.0 / 3.0,    1e-300, Limits::max(), -2.5e-10,
                            Limits::min(), 123456789.12, 5e-324, 0.1 + 0.2,     Null{}};
  if (is("postgresql")) {
    values.insert(values.end(), {Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN()});
  }
  if (is("sqlite")) values.insert(values.end(), {Limits::infinity(), -Limits::infinity()});
  round_trip(is("sqlite") ? "real" : "double precision", values);
}

TEST_P(Values, Texts) {
  std::string all;
  for (char c = 1; c < 127; ++c)
    all += c;
  round_trip(is("mysql") ? "longtext CHARACTER SET utf8mb4" : "text",
             {"", "plain", all, "\t\n\r\\ \\N \\. ' \" `", "grüße, 日本, 😀", "\\", "\\\\x41",
              std::string(100'000, 'x'), "NULL", Null{}});
}

TEST_P(Values, Blobs) {
  Bytes all;
  for (int i = 0; i < 256; ++i)
    all.push_back(static_cast<std::byte>(i));
  round_trip(is("postgresql") ? "bytea"
             : is("mysql")    ? "longblob"
                              : "blob",
             {bytes({}), bytes({0}), bytes({0, 1, 0}), all, bytes({0x5c, 0x4e}), Null{}});
}

TEST_P(Values, Decimals) {
  if (is("sqlite"))
    return round_trip("decimal_text", {"0.10", "-123456789012345678901234567890.5"});
  round_trip("decimal(40,10)",
             {Decimal{"0.0000000001"}, Decimal{"-123456789012345678901234567890.0123456789"}});
}

TEST_P(Values, TimesToTheMicrosecond) {
  if (is("sqlite")) return round_trip("text", {"2026-11-25 14:00:00.123456"});
  const Timestamp moment{std::chrono::sys_days(std::chrono::year(2026) / 11 / 25) + 14h + 123456us};
  round_trip(is("mysql") ? "datetime(6)" : "timestamptz", {moment, Timestamp{0us}, Null{}});
  round_trip("date", {Date(std::chrono::year(1999) / 12 / 31), Null{}});
  round_trip(is("mysql") ? "time(6)" : "time", {TimeOfDay{23h + 59min + 999999us}, TimeOfDay{0us}});
}

TEST_P(Values, OthersOfPostgresql) {
  if (!is("postgresql")) return;
  round_trip("boolean", {true, false, Null{}});
  round_trip("uuid", {parse_uuid("00000000-0000-4000-8000-0000000000ff")});
  round_trip("jsonb", {Json{R"({"a": "ü\\\n"})"}, Json{"null"}});
  round_trip("numeric", {Decimal{"NaN"}, Decimal{"1000"}, Null{}});
}

/// Faults by kind.
class Faults : public Surface {
 protected:
  void make_family() {
    connection->execute(
        "CREATE TABLE parents (id int PRIMARY KEY, name varchar(20) NOT NULL UNIQUE, "
        "CONSTRAINT positive CHECK (id > 0))");
    connection->execute(
        "CREATE TABLE children (id int PRIMARY KEY, parent int, "
        "FOREIGN KEY (parent) REFERENCES parents (id))");
    connection->execute("INSERT INTO parents VALUES (1, 'a')");
  }
};

TEST_P(Faults, HaveTheirKinds) {
  make_family();
  const auto kind = [&](const std::string& sql) {
    return thrown_by([&] { connection->execute(sql); });
  };
  EXPECT_EQ(kind("INSERT INTO parents VALUES (2, 'a')"), Errc::unique_violation);
  EXPECT_EQ(kind("INSERT INTO parents VALUES (1, 'b')"), Errc::unique_violation);
  EXPECT_EQ(kind("INSERT INTO parents VALUES (2, NULL)"), Errc::not_null_violation);
  EXPECT_EQ(kind("INSERT INTO parents VALUES (-1, 'b')"), Errc::check_violation);
  EXPECT_EQ(kind("INSERT INTO children VALUES (1, 7)"), Errc::foreign_key_violation);
  EXPECT_EQ(kind("SELEC 1"), Errc::syntax);
  EXPECT_EQ(kind("SELECT * FROM nowhere"), Errc::undefined_object);
  EXPECT_EQ(kind("CREATE TABLE parents (id int)"), Errc::duplicate_object);
  EXPECT_TRUE(connection->usable());
}

TEST_P(Faults, ALockHasItsTimeout) {
  make_family();
  const auto other = connect();
  Transaction holder(*other);
  other->execute("UPDATE parents SET name = 'b' WHERE id = 1");
  connection->set_timeouts(0ms, 1s);
  EXPECT_EQ(thrown_by([&] { connection->execute("UPDATE parents SET name = 'c' WHERE id = 1"); }),
            Errc::lock_timeout);
  holder.rollback();
  EXPECT_EQ(connection->execute("UPDATE parents SET name = 'c' WHERE id = 1"), 1U);
}

TEST_P(Faults, AReadOnlyTransactionWritesNothing) {
  make_family();
  if (is("sqlite")) return;  // has read-only connections, not transactions
  const Transaction reading(*connection, Isolation::repeatable_read, Access::read_only);
  EXPECT_EQ(thrown_by([&] { connection->execute("INSERT INTO parents VALUES (2, 'b')"); }),
            Errc::read_only);
}

TEST_P(Faults, EveryIsolationLevelIsTaken) {
  make_family();
  for (const Isolation isolation : {Isolation::read_uncommitted, Isolation::read_committed,
                                    Isolation::repeatable_read, Isolation::serializable}) {
    Transaction transaction(*connection, isolation);
    connection->execute("UPDATE parents SET name = 'x' WHERE id = 1");
    {
      const Transaction nested(*connection);
      connection->execute("UPDATE parents SET name = 'y' WHERE id = 1");
    }
    EXPECT_EQ(as_string(connection->fetch_value({"SELECT name FROM parents"})), "x");
    transaction.rollback();
    EXPECT_EQ(as_string(connection->fetch_value({"SELECT name FROM parents"})), "a");
  }
}

std::vector<std::string> engines() {
  std::vector<std::string> names = tests::engines();
  if (std::ranges::find(names, "mysql") != names.end()) names.emplace_back("mysql_load");
  return names;
}

std::string name_of_engine(const testing::TestParamInfo<std::string>& info) {
  return info.param;
}

INSTANTIATE_TEST_SUITE_P(Engines, Surface, testing::ValuesIn(engines()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, Values, testing::ValuesIn(engines()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, Faults, testing::ValuesIn(engines()), name_of_engine);

}  // namespace
}  // namespace covet
