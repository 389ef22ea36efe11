#include <cmath>
#include <limits>

#include "tests/conformance/surface.h"

// A value comes out of each engine as it went in.
namespace covet {
namespace {

using namespace std::chrono_literals;

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

/// What only PostgreSQL has.
class PostgresqlValues : public Values {};

TEST_P(PostgresqlValues, OthersOfPostgresql) {
  round_trip("boolean", {true, false, Null{}});
  round_trip("uuid", {parse_uuid("00000000-0000-4000-8000-0000000000ff")});
  round_trip("jsonb", {Json{R"({"a": "ü\\\n"})"}, Json{"null"}});
  round_trip("numeric", {Decimal{"NaN"}, Decimal{"1000"}, Null{}});
}

INSTANTIATE_TEST_SUITE_P(Engines, Values, testing::ValuesIn(surface_engines()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, PostgresqlValues, testing::ValuesIn(only("postgresql")),
                         name_of_engine);

}  // namespace
}  // namespace covet
