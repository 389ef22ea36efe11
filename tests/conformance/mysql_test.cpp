#include "adapters/mysql/mysql.h"

#include <thread>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "schema/diff.h"
#include "schema/plan.h"
#include "tests/support/databases.h"

// What only MySQL and MariaDB do, on the live server.
namespace covet::mysql {
namespace {

using std::chrono::milliseconds;
using tests::TestDatabase;

template <class F>
Errc refused(F run) {
  try {
    run();
  } catch (const Error& error) {
    return error.code();
  }
  return Errc::internal;
}

class Mysql : public testing::Test {
 protected:
  TestDatabase database_{"mysql"};
  std::unique_ptr<Connection> connection_ = database_.connect();

  Rows query(const std::string& sql) { return connection_->fetch_all(Statement{sql}); }
  schema::Schema inspect() { return database_.backend().inspector.inspect(*connection_, {}); }
  bool mariadb() const { return connection_->server().vendor == "MariaDB"; }
};

TEST_F(Mysql, ReadsEveryValueUnharmed) {
  connection_->execute(
      "CREATE TABLE v (ub bigint unsigned, sb bigint, d decimal(65,30), b bit(64), db double, "
      "dt datetime(6), tm time(6), y year, bl longblob, tx longtext, zd date) CHARSET utf8mb4");
  connection_->execute(Statement{
      "INSERT INTO v VALUES (?, ?, ?, b'1', ?, '9999-12-31 23:59:59.123456', '-838:59:58.5', 2155, "
      "?, ?, '0000-00-00')",
      {std::uint64_t{18446744073709551615ULL}, std::numeric_limits<std::int64_t>::min(),
       Decimal{"12345678901234567890123456789012345.123456789012345678901234567891"}, 1e-300,
       Bytes{std::byte{0}, std::byte{255}, std::byte{39}},
       std::string("a'\\?\n\xF0\x9F\x98\x80")}});
  const Row row = query("SELECT * FROM v").at(0);
  EXPECT_EQ(row["ub"], Value(std::uint64_t{18446744073709551615ULL}));
  EXPECT_EQ(row["sb"], Value(std::numeric_limits<std::int64_t>::min()));
  EXPECT_EQ(to_text(row["d"]),
            "12345678901234567890123456789012345.123456789012345678901234567891");
  EXPECT_EQ(as_int(row["b"]), 1);
  EXPECT_EQ(row["db"], Value(1e-300));
  EXPECT_EQ(to_text(row["dt"]), "9999-12-31T23:59:59.123456Z");
  EXPECT_EQ(row["tm"], Value(parse_time("-838:59:58.5")));
  EXPECT_EQ(as_int(row["y"]), 2155);
  EXPECT_EQ(row["bl"], Value(Bytes{std::byte{0}, std::byte{255}, std::byte{39}}));
  EXPECT_EQ(as_string(row["tx"]), "a'\\?\n\xF0\x9F\x98\x80");
  EXPECT_EQ(as_string(row["zd"]), "0000-00-00");
}

TEST_F(Mysql, StaysInStepAfterSeveralResults) {
  connection_->execute("CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END");
  EXPECT_EQ(query("CALL p()").size(), 1U);
  EXPECT_EQ(as_int(query("SELECT 7").at(0)[0]), 7);
  EXPECT_EQ(refused([&] { query("SELECT 1; SELECT 2"); }), Errc::syntax);
}

TEST_F(Mysql, NeverSendsAFileOfThisMachine) {
  connection_->execute("CREATE TABLE f (t text)");
  EXPECT_NE(
      refused([&] { connection_->execute("LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE f"); }),
      Errc::internal);
  EXPECT_EQ(query("SELECT * FROM f").size(), 0U);
}

TEST_F(Mysql, AnErrorInTheMiddleOfAResultIsAnError) {
  connection_->execute("CREATE TABLE n (i int)");
  connection_->execute("INSERT INTO n VALUES (1), (2), (3)");
  EXPECT_EQ(refused([&] { query("SELECT IF(i > 2, (SELECT i FROM n), i) AS x FROM n"); }),
            Errc::statement);
}

TEST_F(Mysql, StopsAtTheTimeoutAndWhenCancelled) {
  // A sleep that is interrupted returns 1 rather than fail, so the server has to count.
  connection_->execute("CREATE TABLE ten (i int)");
  connection_->execute("INSERT INTO ten VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)");
  const std::string endless =
      "SELECT COUNT(*) FROM ten a, ten b, ten c, ten d, ten e, ten f, ten g, ten h, ten i, ten j, "
      "ten k, ten l WHERE a.i + b.i + l.i > 3";
  connection_->set_timeouts(milliseconds(100), milliseconds(0));
  EXPECT_EQ(refused([&] { query(endless); }), Errc::timeout);
  connection_->set_timeouts(milliseconds(0), milliseconds(0));
  std::jthread canceller([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      connection_->cancel();
    }
  });
  EXPECT_EQ(refused([&] { query(endless); }), Errc::cancelled);
}

TEST_F(Mysql, ReadOnlyHoldsForDdlToo) {
  ConnectOptions options;
  options.access = Access::read_only;
  const auto reader = database_.backend().driver.connect(database_.url(), options);
  EXPECT_EQ(refused([&] { reader->execute("CREATE TABLE t (i int)"); }), Errc::read_only);
  EXPECT_EQ(inspect().tables.size(), 0U);
}

TEST_F(Mysql, ALostSessionIsSeenAndNeverReplaced) {
  const auto other = database_.connect();
  connection_->execute("KILL " + other->server().session);
  EXPECT_EQ(refused([&] { other->ping(); }), Errc::connection);
  EXPECT_FALSE(other->usable());
  EXPECT_EQ(refused([&] { other->ping(); }), Errc::connection);
}

TEST_F(Mysql, SaysWhatIsWrongWithAUrl) {
  Url wrong = database_.url();
  wrong.password = "not it";
  try {
    database_.backend().driver.connect(wrong, {});
    FAIL() << "let in";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::login_refused);
    EXPECT_EQ(error.message().find("not it"), std::string::npos);
    EXPECT_NE(error.hint().find("password"), std::string::npos);
  }
}

TEST_F(Mysql, OneHoldsTheLockAndTheOtherLearnsWho) {
  const schema::Locker& locker = database_.backend().locker;
  auto first = locker.try_lock(database_.url(), {}, "covet_migrations");
  ASSERT_NE(first.lock, nullptr);
  EXPECT_NO_THROW(first.lock->check());
  const auto second = locker.try_lock(database_.url(), {}, "covet_migrations");
  EXPECT_EQ(second.lock, nullptr);
  ASSERT_TRUE(second.holder.has_value());
  EXPECT_TRUE(second.holder->description.starts_with("connection "));
  EXPECT_NE(locker.try_lock(database_.url(), {}, "another_table").lock, nullptr);
  const std::string words = second.holder->description.substr(std::string("connection ").size());
  connection_->execute("KILL " + words.substr(0, words.find(' ')));
  EXPECT_EQ(refused([&] { first.lock->check(); }), Errc::connection);
}

TEST_F(Mysql, TheGuardPutsTheSessionBack) {
  connection_->execute("SET SESSION sql_mode = 'ANSI_QUOTES', foreign_key_checks = 0");
  connection_->execute("USE information_schema");
  database_.backend().guard.restore(*connection_);
  const Row row = query("SELECT @@sql_mode AS m, @@foreign_key_checks AS f, DATABASE() AS d").at(0);
  EXPECT_EQ(row.text("m").find("ANSI"), std::string::npos);
  EXPECT_TRUE(row.flag("f"));
  EXPECT_EQ(row.text("d"), connection_->server().database);
}

/// All that a table can hold here and the flavors share.
constexpr std::string_view everything =
    "CREATE TABLE child (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, a int, b int, "
    "n decimal(5,2) DEFAULT 1.5, f float DEFAULT 0.1, s varchar(50) DEFAULT 'it''s \\\\', "
    "l char(3) CHARACTER SET latin1 DEFAULT 'x', e enum('a','b''c') DEFAULT 'a', st set('x','y'), "
    "d datetime(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), "
    "ts timestamp NULL, y year DEFAULT 2020, j json, bi varbinary(4) DEFAULT x'00ff', "
    "bits bit(3) DEFAULT b'101', g1 int AS (y + 1) VIRTUAL, "
    "g2 varchar(60) AS (lower(s)) STORED COMMENT 'it''s lower', x text, "
    "UNIQUE KEY u (s), UNIQUE KEY part (s(10)), KEY two (a, n DESC), KEY t (x(20)), "
    "FULLTEXT KEY words (x), CONSTRAINT c CHECK (n > 0 AND s <> 'x'), "
    "CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES parent (a, b) ON DELETE SET NULL "
    "ON UPDATE CASCADE) COMMENT 'a ''child''' ROW_FORMAT=COMPRESSED";

TEST_F(Mysql, WhatIsReadCanBeMadeAgainTheSame) {
  connection_->execute("CREATE TABLE parent (a int, b int, PRIMARY KEY (a, b))");
  connection_->execute(everything);
  connection_->execute("CREATE TABLE heap (i int, KEY (i)) ENGINE=MEMORY");
  const schema::Schema schema = inspect();
  const TestDatabase copy("mysql");
  const auto there = copy.connect();
  const auto ddl = copy.backend().make_ddl(there->server());
  const auto changes = schema::order(schema::diff({}, schema), {}, copy.backend().dialect.facts());
  for (const schema::Step& step : schema::plan({}, changes, *ddl).steps) {
    tests::run_statements(*there, copy.backend(), step.up.statements, false);
  }
  EXPECT_EQ(schema::canonical_text(copy.backend().inspector.inspect(*there, {})),
            schema::canonical_text(schema));
  for (schema::Table table : schema.tables) {
    const schema::Table before = table;
    std::vector<std::string> notes;
    ddl->complete(table, notes);
    EXPECT_EQ(table, before) << table.name.display();
    EXPECT_TRUE(notes.empty());
  }
}

TEST_F(Mysql, CarriesObjectsWithoutTheirDefinerOrDatabase) {
  connection_->execute("CREATE TABLE t (i int NOT NULL) PARTITION BY HASH (i) PARTITIONS 2");
  connection_->execute("CREATE VIEW v AS SELECT * FROM " + database_.url().database + ".t");
  connection_->execute("CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.i = 1");
  connection_->execute("CREATE PROCEDURE p() SELECT 1");
  connection_->execute("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1");
  const schema::Schema schema = inspect();
  EXPECT_TRUE(schema.unmanaged.empty());
  std::vector<std::string> named;
  for (const schema::Object& object : schema.objects) {
    named.push_back(object.kind + " " + object.name.display());
    EXPECT_EQ(object.sql.find("DEFINER"), std::string::npos) << object.sql;
    EXPECT_EQ(object.sql.find(database_.url().database), std::string::npos) << object.sql;
  }
  EXPECT_EQ(join(named, ", "), "event e, procedure p, trigger tr, view v");
  EXPECT_TRUE(schema.tables.at(0).options.at("partition_by").starts_with("HASH"));
}

TEST_F(Mysql, ViewsAndTriggersFollowRenames) {
  connection_->execute("CREATE TABLE t (id int PRIMARY KEY, a int)");
  connection_->execute("CREATE TABLE log (what int)");
  connection_->execute("CREATE VIEW v AS SELECT id, a FROM t");
  connection_->execute("CREATE VIEW w AS SELECT id FROM v");
  connection_->execute(
      "CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW INSERT INTO log VALUES (NEW.a)");
  connection_->execute("CREATE PROCEDURE p() SELECT a FROM t");
  connection_->execute("INSERT INTO t VALUES (1, 5)");
  const schema::Schema before = inspect();
  const std::vector<schema::Change> renames =
      schema::order({schema::RenameTable{{"", "t"}, {"", "things"}},
                     schema::RenameColumn{{"", "things"}, "a", "amount"}},
                    before, database_.backend().dialect.facts());
  const auto ddl = database_.backend().make_ddl(connection_->server());
  const schema::Plan plan = schema::plan(before, renames, *ddl);
  for (const schema::Step& step : plan.steps) {
    for (const std::string& statement : step.up.statements)
      connection_->execute(statement);
  }
  connection_->execute("INSERT INTO things VALUES (2, 6)");
  EXPECT_EQ(query("SELECT * FROM v").size(), 2U);
  EXPECT_EQ(query("SELECT * FROM w").size(), 2U);
  EXPECT_EQ(query("SELECT * FROM log").size(), 2U);
  EXPECT_EQ(query("CALL p()").size(), 2U);
  for (auto step = plan.steps.rbegin(); step != plan.steps.rend(); ++step) {
    for (const std::string& statement : step->down.statements)
      connection_->execute(statement);
  }
  EXPECT_EQ(schema::canonical_text(inspect()), schema::canonical_text(before));
}

TEST_F(Mysql, AnEventsScratchCopyNeverRuns) {
  connection_->execute("CREATE TABLE t (id int)");
  connection_->execute(
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DO DELETE FROM t");
  const schema::Schema live = inspect();
  schema::Schema wanted = live;
  wanted.objects.at(0).sql = "create event e on schedule every 1 day do delete from t";
  std::vector<std::string> unspelled;
  const schema::Schema spelled =
      database_.backend().inspector.normalize(*connection_, wanted, live, unspelled);
  EXPECT_EQ(join(unspelled, "\n"), "");
  EXPECT_NE(spelled.objects[0].sql.find(" ENABLE "), std::string::npos) << spelled.objects[0].sql;
}

class Spelling : public Mysql {
 protected:
  void SetUp() override {
    connection_->execute(
        "CREATE TABLE t (i int, s varchar(20) DEFAULT 'a', g varchar(20) AS (lower(s)) STORED, "
        "CONSTRAINT c CHECK (i > 0 AND s <> 'x'))");
  }
  std::size_t scratch_databases() {
    return query(
               "SELECT 1 FROM information_schema.schemata "
               "WHERE schema_name LIKE 'covet\\_scratch\\_%'")
        .size();
  }
};

TEST_F(Spelling, FollowsTheServerAndLeavesNothingBehind) {
  const schema::Schema live = inspect();
  schema::Schema wanted = live;
  schema::Table& table = wanted.tables.at(0);
  table.columns[0].type = "integer(11)";
  table.columns[2].generated->sql = "LOWER( s )";
  table.checks[0].sql = "i>0 && s!='x'";
  std::vector<std::string> unspelled;
  const schema::Schema spelled =
      database_.backend().inspector.normalize(*connection_, wanted, live, unspelled);
  EXPECT_EQ(join(unspelled, "\n"), "");
  EXPECT_EQ(schema::canonical_text(spelled), schema::canonical_text(live));
  EXPECT_EQ(scratch_databases(), 0U);
}

TEST_F(Spelling, NeedsNoServerWhereOnlyQuotesAndCaseDiffer) {
  ConnectOptions options;
  options.access = Access::read_only;
  const auto reader = database_.backend().driver.connect(database_.url(), options);
  const schema::Schema live = inspect();
  schema::Schema wanted = live;
  wanted.tables[0].comment = "new";
  wanted.tables[0].checks[0].sql = "(" + to_upper(live.tables[0].checks[0].sql) + ")";
  wanted.tables[0].checks[0].sql = replace_all(wanted.tables[0].checks[0].sql, "'X'", "'x'");
  std::vector<std::string> unspelled;
  const schema::Schema spelled =
      database_.backend().inspector.normalize(*reader, wanted, live, unspelled);
  EXPECT_EQ(join(unspelled, "\n"), "");
  EXPECT_EQ(spelled.tables[0].checks, live.tables[0].checks);
}

TEST_F(Spelling, SaysWhatItCouldNotTry) {
  const schema::Schema live = inspect();
  schema::Schema wanted = live;
  wanted.tables[0].checks[0].sql = "no_such_column > 0";
  std::vector<std::string> unspelled;
  database_.backend().inspector.normalize(*connection_, wanted, live, unspelled);
  ASSERT_EQ(unspelled.size(), 1U);
  EXPECT_TRUE(unspelled[0].starts_with("table t: ")) << unspelled[0];
  EXPECT_EQ(scratch_databases(), 0U);
}

}  // namespace
}  // namespace covet::mysql
