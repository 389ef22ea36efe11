#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "migrations/execute.h"
#include "migrations/migration_file.h"
#include "migrations/run_log.h"
#include "tests/support/databases.h"
#include "tests/support/faulty_connection.h"

// Migrations on live servers: the history is the table that it says it is, a failure leaves what
// the engine's transactions promise, and after a lost connection the next run ends where a clean
// one does.
namespace covet::migrations {
namespace {

using tests::FaultyConnection;

constexpr const char* history_name = "covet_migrations";

class FreeLock : public schema::Lock {
 public:
  void check() override {}
};

class Migrations : public testing::TestWithParam<std::string> {
 protected:
  Migrations() : database(GetParam()), real(database.connect()) {
    ddl = database.backend().make_ddl(real->server());
    restart();
    options.who = "a test";
    options.scope.own = {history_name, log_table_name(history_name)};
    options.reconnect = [this] { return database.connect(); };
  }

  /// A new process, on a new session.
  void restart() {
    real = database.connect();
    line = std::make_unique<FaultyConnection>(*real);
    history = std::make_unique<History>(*line, *ddl, history_name);
  }
  bool transactional() const { return real->dialect().facts().transactional_ddl; }
  Migration read(const std::string& name, std::string text) const {
    return parse_migration(name + ".sql", std::move(text), real->dialect().lexical_rules());
  }
  Result run(const std::vector<Migration>& migrations, const Target& target = {}) {
    const RunPlan plan = decide(migrations, history->read(), target, false);
    return execute(plan, *line, database.backend(), *ddl, *history, lock, system_clock(), options,
                   nullptr);
  }
  std::string tables() const {
    schema::Scope scope;
    scope.own = {history_name, log_table_name(history_name)};
    std::string names;
    for (const schema::Table& table : database.backend().inspector.inspect(*real, scope).tables) {
      names += table.name.display() + " ";
    }
    return names;
  }
  std::string states() const {
    std::string text;
    for (const Applied& row : history->read()) {
      text += row.version.text() + " " + std::string(name_of(row.state)) + " " +
              std::to_string(row.statements_done) + "/" + std::to_string(row.statements_total) +
              " ";
    }
    return text;
  }
  std::int64_t rows_of(const std::string& table) const {
    return as_int(real->fetch_all("SELECT count(*) FROM " + table)[0][0]);
  }

  tests::TestDatabase database;
  std::unique_ptr<Connection> real;
  std::unique_ptr<schema::Ddl> ddl;
  std::unique_ptr<FaultyConnection> line;
  std::unique_ptr<History> history;
  FreeLock lock;
  ExecuteOptions options;
};

constexpr const char* good =
    "-- covet:up\n"
    "-- covet:step 1\nCREATE TABLE a (x int);\n"
    "-- covet:step 2\nINSERT INTO a VALUES (1);\n"
    "-- covet:step 3\nCREATE TABLE b (x int);\n"
    "-- covet:step 4\nALTER TABLE b ADD y int;\n"
    "-- covet:down\n"
    "-- covet:step 4\nALTER TABLE b DROP COLUMN y;\n-- covet:step 3\nDROP TABLE b;\n"
    "-- covet:step 2\nDELETE FROM a WHERE x = 1;\n-- covet:step 1\nDROP TABLE a;\n";

TEST_P(Migrations, TheHistoryIsTheTableThatItSays) {
  EXPECT_FALSE(history->exists());
  EXPECT_TRUE(history->read().empty());
  EXPECT_EQ(tables(), "");
  history->ensure();
  history->ensure();
  EXPECT_TRUE(history->exists());
  const schema::Schema live = database.backend().inspector.inspect(*real, {});
  ASSERT_EQ(live.tables.size(), 1U);
  const schema::Table wanted = history_table(history_name, *ddl);
  EXPECT_EQ(live.tables[0].columns, wanted.columns);
  EXPECT_EQ(live.tables[0].primary_key, wanted.primary_key);
}

TEST_P(Migrations, TheHistoryGivesBackWhatItWasGiven) {
  history->ensure();
  Applied row;
  row.version = Version("20261120093000");
  row.name = "größe; \\ 'x'";
  row.checksum = "sha256:1";
  row.state = State::reverting;
  row.statements_done = 3;
  row.statements_total = 4;
  row.under_way = 4;
  row.applied_at = std::chrono::sys_days(std::chrono::year(2026) / 1 / 2) + std::chrono::hours(23) +
                   std::chrono::microseconds(123456);
  row.took = std::chrono::milliseconds(1234567890123);
  row.error = "it's \"broken\"\n%";
  history->insert(row);
  const Applied back = *history->find(row.version);
  EXPECT_EQ(back.name, row.name);
  EXPECT_EQ(back.state, row.state);
  EXPECT_EQ(back.under_way, 4);
  EXPECT_EQ(back.applied_at, row.applied_at);
  EXPECT_EQ(back.took, row.took);
  EXPECT_EQ(back.error, row.error);
  row.state = State::applied;
  row.error.clear();
  history->update(row);
  EXPECT_EQ(history->find(row.version)->state, State::applied);
  try {
    history->insert(row);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::unique_violation);
  }
  history->remove(row.version);
  EXPECT_TRUE(history->read().empty());
}

TEST_P(Migrations, RunUpAndDown) {
  const std::vector<Migration> migrations = {read("1_a", good),
                                             read("2_b", "CREATE TABLE c (x int);")};
  EXPECT_FALSE(run(migrations).failure);
  EXPECT_EQ(tables(), "a b c ");
  EXPECT_EQ(states(), "1 applied 4/4 2 applied 1/1 ");
  EXPECT_EQ(rows_of("a"), 1);
  real->execute("DELETE FROM covet_migrations WHERE version = '2'");
  EXPECT_FALSE(run(migrations, {Direction::down}).failure);
  EXPECT_EQ(tables(), "c ");
  EXPECT_EQ(states(), "");
}

TEST_P(Migrations, AFailureInTheMiddleLeavesNothingOrIsFinishedLater) {
  std::string broken = good;
  broken.replace(broken.find("CREATE TABLE b"), 14, "CREATE TABLE a");
  const Result result = run({read("1_a", broken)});
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->error.code(), Errc::duplicate_object);
  EXPECT_EQ(result.failure->nothing_changed, transactional());
  EXPECT_EQ(result.failure->error.diagnostics().at(0).where.line, 7U);
  EXPECT_EQ(tables(), transactional() ? "" : "a ");
  EXPECT_EQ(states(), transactional() ? "" : "1 applying 2/4 ");
  restart();
  EXPECT_FALSE(run({read("1_a", good)}).failure);
  EXPECT_EQ(tables(), "a b ");
  EXPECT_EQ(states(), "1 applied 4/4 ");
  EXPECT_EQ(rows_of("a"), 1);
}

TEST_P(Migrations, HalfAMigrationIsUndoneByItsSteps) {
  if (transactional()) return;
  std::string broken = good;
  broken.replace(broken.find("ALTER TABLE b ADD y"), 19, "ALTER TABLE z ADD y");
  EXPECT_TRUE(run({read("1_a", broken)}).failure);
  EXPECT_EQ(states(), "1 applying 3/4 ");
  restart();
  EXPECT_FALSE(run({read("1_a", good)}, {Direction::down}).failure);
  EXPECT_EQ(tables(), "");
  EXPECT_EQ(states(), "");
}

// Each section runs once in a transaction where the engine has it, and once statement by statement.
TEST_P(Migrations, GoOnWhereverTheConnectionIsLost) {
  for (const bool journalled : {false, true}) {
    std::string text = good;
    if (journalled) text.insert(text.find("-- covet:up") + 11, " transaction=none");
    if (!journalled && !transactional()) continue;
    bool finished = false;
    for (std::size_t n = 1; !finished; ++n) {
      ASSERT_LT(n, 200U);
      for (const bool after : {false, true}) {
        for (const std::string& table : {std::string("a"), std::string("b"),
                                         std::string(history_name), log_table_name(history_name)}) {
          real->execute("DROP TABLE IF EXISTS " + std::string(table));
        }
        restart();
        const auto crash = [this, n](const Statement&) {
          if (line->log.size() != n) return;
          if (real->in_transaction()) real->execute("ROLLBACK");  // the server notices
          line->lose();
        };
        (after ? line->after : line->before) = crash;
        finished = false;
        try {
          const Result result = run({read("1_a", text)});
          finished = !result.failure && line->log.size() < n;
        } catch (const Error& error) {
          EXPECT_EQ(error.code(), Errc::connection);
        }
        const std::string at = std::to_string(n) + (after ? " after" : " before");
        restart();
        const Result again = run({read("1_a", text)});
        EXPECT_FALSE(again.failure) << at << ": " << again.failure->error.message();
        EXPECT_EQ(tables(), "a b ") << at;
        EXPECT_EQ(states(), "1 applied 4/4 ") << at;
        EXPECT_EQ(rows_of("a"), 1) << at;
      }
    }
  }
}

TEST_P(Migrations, BodiesReachTheServerWhole) {
  const std::string engine = GetParam();
  std::string text = "CREATE TABLE t (x int);\nCREATE TABLE log (y int);\n";
  if (engine == "sqlite") {
    text +=
        "CREATE TRIGGER tr AFTER INSERT ON t BEGIN\n"
        "  INSERT INTO log VALUES (CASE NEW.x WHEN 1 THEN 10 ELSE 20 END);\n"
        "  INSERT INTO log VALUES (30);\nEND;\n";
  } else if (engine == "mysql") {
    text +=
        "CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW\nBEGIN\n"
        "  IF NEW.x = 1 THEN INSERT INTO log VALUES (CASE NEW.x WHEN 1 THEN 10 ELSE 20 END);\n"
        "  END IF;\n  INSERT INTO log VALUES (IF(NEW.x = 1, 30, 40));\nEND;\n";
  } else {
    text +=
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $f$\nBEGIN\n"
        "  INSERT INTO log VALUES (10);\n  INSERT INTO log VALUES (30);\n  RETURN NEW;\nEND\n$f$;\n"
        "CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();\n";
  }
  text += "INSERT INTO t VALUES (1);\n";
  const Result result = run({read("1_a", text)});
  EXPECT_FALSE(result.failure) << result.failure->error.message();
  EXPECT_EQ(rows_of("log"), 2);
}

TEST_P(Migrations, WhatNeedsNoTransactionGetsNone) {
  const std::string sql = "CREATE INDEX CONCURRENTLY i ON t (x)";
  if (!database.backend().guard.needs_no_transaction(sql)) return;
  const Result result =
      run({read("1_a", "CREATE TABLE t (x int);\n" + sql + ";\nDROP TABLE t;\nNO;\n")});
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->statement, 3U);
  // What stands around it is a transaction each: the third went back with the fourth.
  EXPECT_EQ(states(), "1 applying 2/4 ");
}

INSTANTIATE_TEST_SUITE_P(Engines, Migrations, testing::ValuesIn(tests::engines()),
                         [](const auto& engine) { return engine.param; });

}  // namespace
}  // namespace covet::migrations
