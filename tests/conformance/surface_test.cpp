#include "tests/conformance/surface.h"

#include "core/db/notice_scope.h"
#include "core/db/transaction.h"

// What a program does with a connection means the same on every engine.
namespace covet {
namespace {

using namespace std::chrono_literals;

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

TEST_P(Surface, AStreamThatIsLeftLeavesTheTransactionThatItIsIn) {
  make_table();
  fill(50'000);
  Transaction transaction(*connection);
  connection->execute("DELETE FROM t WHERE n = 1");
  {
    const auto cursor = connection->stream({"SELECT n, s FROM t ORDER BY n"});
    ASSERT_NE(cursor->next(), nullptr);
  }
  EXPECT_TRUE(connection->in_transaction());
  connection->execute("DELETE FROM t WHERE n = 2");
  transaction.commit();
  EXPECT_EQ(count("t"), 49'998);
}

// What stands for the end of a field, of a row, or for NULL where an engine streams text.
TEST_P(Surface, StreamsWhatItFetches) {
  make_table();
  const std::vector<std::string> texts{"",      "\\N", "\t",         "\n",  "\\",
                                       "\\\\N", "\\t", "a\tb\nc\\d", "\\.", "\r"};
  std::int64_t n = 0;
  for (const std::string& text : texts) {
    connection->execute(
        Statement{"INSERT INTO t (n, s) VALUES (" + place(1) + ", " + place(2) + ")", {n++, text}});
  }
  connection->execute(Statement{"INSERT INTO t (n) VALUES (" + place(1) + ")", {n}});
  const Statement wanted{
      "SELECT s, s AS s, NULL AS absent, n, s, '' AS blank FROM t WHERE n >= " + place(1) +
          " ORDER BY n; -- as a person may write it",
      {std::int64_t{0}}};
  const Rows rows = connection->fetch_all(wanted);
  ASSERT_EQ(rows.size(), texts.size() + 1);
  const auto cursor = connection->stream(wanted);
  EXPECT_EQ(cursor->names(), rows[0].names());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row* row = cursor->next();
    ASSERT_NE(row, nullptr);
    for (std::size_t column = 0; column < rows[i].size(); ++column)
      EXPECT_EQ((*row)[column], rows[i][column]) << "row " << i << ", column " << column;
    EXPECT_EQ((*row)[0], i < texts.size() ? Value(texts[i]) : Value(Null{}));
  }
  EXPECT_EQ(cursor->next(), nullptr);
}

// A hundred million rows, which would take a minute.
TEST_P(Surface, AStreamThatIsLeftIsNotReadToItsEnd) {
  make_table();
  fill(10'000);
  const auto start = std::chrono::steady_clock::now();
  Transaction transaction(*connection);
  for (int i = 0; i < 5; ++i) {
    {
      const auto cursor = connection->stream({"SELECT a.n, b.s FROM t a CROSS JOIN t b"});
      ASSERT_NE(cursor->next(), nullptr);
    }
    EXPECT_EQ(connection->execute("DELETE FROM t WHERE n = " + std::to_string(i)), 1U);
  }
  transaction.commit();
  EXPECT_EQ(count("t"), 9'995);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 20s);
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

/// Of engines with a line that can be cut.
class CutLine : public Surface {};

TEST_P(CutLine, BulkThatIsCutLeavesNothing) {
  make_table();
  // MariaDB and its client may wait for each other for minutes when LOAD DATA is killed.
  const auto loading = connect({.command_timeout = 2s});
  const auto fault = thrown_by([&] {
    const auto writer = loading->bulk({"", "t", {"n", "s"}});
    for (std::int64_t n = 0; n < 60'000; ++n) {
      if (n == 40'000) kill(*loading);
      writer->add(std::vector<Value>{n, std::string(100, 'x')});
    }
    writer->finish();
  });
  EXPECT_EQ(fault, Errc::connection);
  EXPECT_FALSE(loading->usable());
  EXPECT_EQ(count("t"), 0);
}

TEST_P(CutLine, AStreamThatIsCutSaysSo) {
  make_table();
  fill(100'000);
  const auto reading = connect();
  std::int64_t rows = 0;
  const auto fault = thrown_by([&] {
    const auto cursor = reading->stream({"SELECT n, s, s, s, s, s, s, s FROM t"});
    while (cursor->next() != nullptr) {
      if (++rows == 100) kill(*reading);
    }
  });
  EXPECT_EQ(fault, Errc::connection) << rows;
  EXPECT_LT(rows, 100'000);
  EXPECT_FALSE(reading->usable());
}

/// Of engines that say something beside their answers.
class Talk : public Surface {};

TEST_P(Talk, IsHeardByWhoListens) {
  std::vector<std::string> heard;
  {
    const NoticeScope scope(*connection, [&](const Notice& notice) {
      heard.push_back(notice.severity + ": " + notice.message);
    });
    connection->execute("DROP TABLE IF EXISTS missing");
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_NE(heard[0].find("missing"), std::string::npos) << heard[0];
    EXPECT_TRUE(heard[0].starts_with(is("postgresql") ? "NOTICE: " : "Note: ")) << heard[0];
    EXPECT_EQ(as_int(connection->fetch_value({"SELECT 1"})), 1);
    EXPECT_NE(thrown_by([&] { connection->execute("SELECT * FROM missing"); }), std::nullopt);
    EXPECT_EQ(heard.size(), 1U);
  }
  connection->execute("DROP TABLE IF EXISTS missing");
  EXPECT_EQ(heard.size(), 1U);
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

INSTANTIATE_TEST_SUITE_P(Engines, Surface, testing::ValuesIn(surface_engines()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, Talk, testing::ValuesIn(server_engines()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, CutLine, testing::ValuesIn(server_engines()), name_of_engine);

}  // namespace
}  // namespace covet
