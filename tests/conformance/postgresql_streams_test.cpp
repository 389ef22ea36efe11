#include <chrono>

#include "core/db/transaction.h"
#include "tests/conformance/surface.h"

// PostgreSQL's streams are COPYs, which are nothing that their reader notices.
namespace covet {
namespace {

using namespace std::chrono_literals;

class PostgresqlStreams : public Surface {
 protected:
  /// The names and rows of a stream are those of fetch_all.
  void expect_alike(const Statement& statement) {
    SCOPED_TRACE(statement.sql);
    const Rows rows = connection->fetch_all(statement);
    const auto cursor = connection->stream(statement);
    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(cursor->names(), rows[0].names());
    for (const Row& row : rows) {
      const Row* streamed = cursor->next();
      ASSERT_NE(streamed, nullptr);
      ASSERT_EQ(streamed->size(), row.size());
      for (std::size_t i = 0; i < row.size(); ++i) {
        EXPECT_EQ((*streamed)[i], row[i])
            << i << ": " << to_text((*streamed)[i]) << " for " << to_text(row[i]);
      }
    }
    EXPECT_EQ(cursor->next(), nullptr);
  }
  /// Many quick rows, and behind them a row that takes a minute.
  static constexpr const char* slow_end =
      "SELECT n, CASE WHEN n > 200000 THEN pg_sleep(60) END FROM generate_series(1, 200001) AS n";
  /// Of a stream that is begun, and then goes on to its end.
  std::optional<Errc> fault_of_the_rest(Cursor& cursor) {
    return thrown_by([&] {
      while (cursor.next() != nullptr) {
      }
    });
  }
};

TEST_P(PostgresqlStreams, HaveTheTypesThatAResultHas) {
  connection->execute("CREATE DOMAIN small AS int CHECK (VALUE < 10)");
  connection->execute("CREATE TYPE mood AS ENUM ('sad', 'o\tk')");
  expect_alike(Statement{
      "SELECT true AS b, 1::smallint, 2::int, 3::bigint, 4::oid, 0.1::real, 0.1::float8, 'NaN'::"
      "numeric, 1.50, '\\x005c4e'::bytea, ''::bytea, '{\"a\": \"\\n\"}'::json, '[1]'::jsonb, "
      "'x'::char(4), 'y'::varchar, 'z', NULL, 'now'::text, date '2026-11-27', date 'infinity', "
      "time '24:00', timetz '10:00+02', timestamp '2026-11-27 10:00:00.5', timestamptz '0044-03-15 "
      "BC', interval '1 day -00:00:01', uuid '00000000-0000-4000-8000-0000000000ff', "
      "ARRAY['a b', NULL, 'c\\d', E'\\t'], ROW(1, 'a\\b'), 7::small, E'o\\tk'::mood, 1 AS same, 2 "
      "AS "
      "same"});
  expect_alike(Statement{"VALUES (1, 'a'), (2, NULL)"});
  expect_alike(Statement{"TABLE pg_am"});
  expect_alike(
      Statement{"(SELECT 1 AS a UNION ALL SELECT 2) ORDER BY a DESC -- the greater first"});
  expect_alike(Statement{"WITH w AS (SELECT 1 AS a) SELECT w, a FROM w;"});
  expect_alike(Statement{"SELECT FROM generate_series(1, 3)"});
}

TEST_P(PostgresqlStreams, TakeParametersAsAResultDoes) {
  const std::string hostile = "it's \\ \"x\"; $1 -- ";
  expect_alike(Statement{"SELECT $1, $2::int + 1, $3, $1 || $3, $4::timestamptz, $5::bytea",
                         {hostile, std::int64_t{-7}, Null{}, Timestamp{1us}, Bytes{std::byte{0}}}});
  expect_alike(Statement{"SELECT n, -$1::int, n - $1 FROM generate_series(1, $2) AS n LIMIT $3",
                         {std::int64_t{-7}, std::int64_t{5}, std::int64_t{2}}});
  // A literal may not stand here: these go to a cursor.
  expect_alike(Statement{"SELECT n FROM generate_series(1, 3) AS n ORDER BY $1, n", {"x"}});
  EXPECT_EQ(thrown_by([&] {
              connection->stream(Statement{"SELECT $2::int", {std::int64_t{1}}});
            }),
            thrown_by([&] {
              connection->fetch_all(Statement{"SELECT $2::int", {std::int64_t{1}}});
            }));
}

TEST_P(PostgresqlStreams, TakeWhatCopyDoesNot) {
  make_table();
  fill(3);
  expect_alike(Statement{"SHOW server_encoding"});
  expect_alike(Statement{"SELECT n FROM t ORDER BY n FOR UPDATE"});
  const auto cursor = connection->stream({"DELETE FROM t WHERE n = 1 RETURNING n"});
  ASSERT_NE(cursor->next(), nullptr);
  EXPECT_EQ(cursor->next(), nullptr);
  EXPECT_EQ(count("t"), 2);
}

TEST_P(PostgresqlStreams, RunTheirQueryOnce) {
  connection->execute("CREATE SEQUENCE s");
  {
    const auto cursor = connection->stream({"SELECT nextval('s')"});
    const Row* row = cursor->next();
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(as_int((*row)[0]), 1);
    EXPECT_EQ(cursor->next(), nullptr);
  }
  EXPECT_EQ(as_int(connection->fetch_value({"SELECT nextval('s')"})), 2);
}

TEST_P(PostgresqlStreams, AreCancelledWhileTheyAreRead) {
  const auto cursor = connection->stream({slow_end});
  ASSERT_NE(cursor->next(), nullptr);
  connection->cancel();
  EXPECT_EQ(fault_of_the_rest(*cursor), Errc::cancelled);
  EXPECT_TRUE(connection->usable());
}

TEST_P(PostgresqlStreams, AreCutByTheCommandTimeout) {
  const auto reading = connect({.command_timeout = 1s});
  const auto cursor = reading->stream({slow_end});
  ASSERT_NE(cursor->next(), nullptr);
  EXPECT_EQ(fault_of_the_rest(*cursor), Errc::connection);
  EXPECT_FALSE(reading->usable());
  kill(*reading);  // it would still sleep when its database is dropped
}

TEST_P(PostgresqlStreams, AreStoppedByTheStatementTimeout) {
  connection->set_timeouts(1s, 0s);
  {
    const auto cursor = connection->stream({slow_end});
    EXPECT_EQ(fault_of_the_rest(*cursor), Errc::timeout);
  }
  EXPECT_FALSE(connection->in_transaction());
  EXPECT_EQ(as_int(connection->fetch_value({"SELECT 1"})), 1);
}

TEST_P(PostgresqlStreams, DoNotWaitForWhatNobodyReads) {
  const auto start = std::chrono::steady_clock::now();
  Transaction transaction(*connection);
  {
    const auto cursor = connection->stream({slow_end});
    ASSERT_NE(cursor->next(), nullptr);
  }
  EXPECT_EQ(as_int(connection->fetch_value({"SELECT 1"})), 1);
  transaction.commit();
  EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
}

INSTANTIATE_TEST_SUITE_P(Engines, PostgresqlStreams, testing::ValuesIn(only("postgresql")),
                         name_of_engine);

}  // namespace
}  // namespace covet
