#include "migrations/execute.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "tests/unit/migrations/sqlite_fixture.h"

namespace covet::migrations {
namespace {

std::vector<Migration> two() {
  return {read("1_a",
               "-- covet:up\nCREATE TABLE a (x);\nINSERT INTO a VALUES (1);\n"
               "-- covet:down\nDROP TABLE a;\n"),
          read("2_b", "-- covet:up\nCREATE TABLE b (x);\n-- covet:down\nDROP TABLE b;\n")};
}

class Execute : public OnSqlite {};

TEST_F(Execute, RunsUpAndDown) {
  const Result up = run(two());
  EXPECT_FALSE(up.failure);
  EXPECT_EQ(up.migrations_done, 2U);
  EXPECT_EQ(up.statements_done, 3U);
  EXPECT_EQ(state(), "a b | 1 applied 2/2 | 2 applied 1/1");
  EXPECT_EQ(events, "start 1/2 ok 2/2 ok done start 1/1 ok done");
  const Applied row = *history->find(Version("1"));
  EXPECT_EQ(row.name, "a");
  EXPECT_EQ(row.checksum, two()[0].up.checksum);
  EXPECT_EQ(row.down_checksum, two()[0].down->checksum);
  EXPECT_EQ(row.applied_by, "anna@web-1");
  EXPECT_EQ(row.applied_at, clock.wall());

  const Result down = run(two(), {Direction::down, std::nullopt, std::nullopt, true});
  EXPECT_FALSE(down.failure);
  EXPECT_EQ(down.migrations_done, 2U);
  EXPECT_EQ(state(), "");
}

TEST_F(Execute, TellsWhatTheServerSaysOfAMigrationsOwnStatements) {
  line->after = [&](const Statement&) {
    if (line->hears) line->hears({"NOTICE", "said"});
  };
  run(two());
  EXPECT_EQ(events, "start 1/2 said ok 2/2 said ok done start 1/1 said ok done");
}

TEST_F(Execute, AFailureLeavesTheDatabaseAsBefore) {
  std::vector<Migration> migrations = two();
  migrations.push_back(read("3_c",
                            "-- covet:up\nCREATE TABLE c (x);\n\n"
                            "  INSERT INTO nowhere\nVALUES (1);\nCREATE TABLE d (x);\n"));
  const Result result = run(migrations);
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.migrations_done, 2U);
  EXPECT_EQ(state(), "a b | 1 applied 2/2 | 2 applied 1/1");
  const Failure& failure = *result.failure;
  EXPECT_TRUE(failure.nothing_changed);
  EXPECT_EQ(failure.statement, 1U);
  EXPECT_EQ(failure.statements_done, 0U);
  EXPECT_EQ(failure.run->migration->name, "c");
  ASSERT_EQ(failure.error.diagnostics().size(), 1U);
  const Diagnostic& fault = failure.error.diagnostics()[0];
  EXPECT_EQ(fault.where.file, "3_c.sql");
  EXPECT_EQ(fault.where.line, 4U);
  EXPECT_EQ(fault.excerpt, "  INSERT INTO nowhere");
  EXPECT_NE(fault.message.find("nowhere"), std::string::npos);
  EXPECT_TRUE(events.ends_with("failed"));
  EXPECT_FALSE(real->in_transaction());
}

TEST_F(Execute, AStatementAfterAnotherFailsLikeTheFirst) {
  // The law of the crash suite, in small: whichever statement fails, nothing is left.
  for (int n = 1; n <= 40; ++n) {
    restart();
    line->before = [this, n](const Statement&) {
      if (line->log.size() == static_cast<std::size_t>(n)) throw Error(Errc::statement, "no");
    };
    try {
      const Result result = run(two());
      if (!result.failure) break;
      EXPECT_TRUE(result.failure->nothing_changed);
    } catch (const Error&) {
      // Before the first migration.
    }
    EXPECT_FALSE(real->in_transaction()) << n;
    restart();
    const std::vector<Applied> rows = history->read();
    for (const Applied& row : rows)
      EXPECT_EQ(row.state, State::applied) << n;
    const auto tables = real->fetch_all("SELECT name FROM sqlite_schema WHERE name IN ('a', 'b')");
    EXPECT_EQ(tables.size(), rows.size()) << n;
  }
  restart();
  EXPECT_FALSE(run(two()).failure);
  EXPECT_EQ(state(), "a b | 1 applied 2/2 | 2 applied 1/1");
}

TEST_F(Execute, SkipsWhatAnotherHasDone) {
  const std::vector<Migration> migrations = two();
  const RunPlan same = decide(migrations, {}, {}, false);
  run(migrations);
  events.clear();
  const Result again = execute(same, *line, *backend, *ddl, *history, lock, clock, options,
                               [&](const Event& event) { tell(event); });
  EXPECT_FALSE(again.failure);
  EXPECT_EQ(again.migrations_done, 0U);
  EXPECT_EQ(events, "start skipped start skipped");
}

TEST_F(Execute, StopsBetweenStatements) {
  std::stop_source stop;
  options.stop = stop.get_token();
  on_event = [&](const Event& event) {
    if (std::holds_alternative<StatementDone>(event)) stop.request_stop();
  };
  const Result result = run(two());
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->error.code(), Errc::cancelled);
  EXPECT_TRUE(result.failure->nothing_changed);
  EXPECT_EQ(state(), "");
}

TEST_F(Execute, CancelsTheRunningStatement) {
  std::stop_source stop;
  options.stop = stop.get_token();
  line->after = [&](const Statement& statement) {
    if (statement.sql.starts_with("CREATE TABLE a")) stop.request_stop();
  };
  run(two());
  EXPECT_EQ(line->cancelled, 1);
}

TEST_F(Execute, WantsItsLock) {
  lock.gone = true;
  const Result result = run(two());
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->error.code(), Errc::connection);
  EXPECT_TRUE(result.failure->nothing_changed);
  EXPECT_EQ(events, "start failed");
}

TEST_F(Execute, SetsASectionsTimeLimitsAndPutsThemBack) {
  options.statement_timeout = std::chrono::seconds(60);
  run({read("1_a", "-- covet:up lock_timeout=5s\nCREATE TABLE a (x);\n"),
       read("2_b", "SELECT 1;")});
  EXPECT_EQ(line->timeouts, (std::vector<std::string>{"60000/5000", "60000/0"}));
}

TEST_F(Execute, ALostCommitIsLookedUp) {
  for (const bool arrived : {true, false}) {
    restart();
    const auto lose = [this](const Statement& statement) {
      if (statement.sql != "COMMIT") return;
      if (real->in_transaction()) real->execute("ROLLBACK");
      line->lose();
    };
    history->ensure();
    (arrived ? line->after : line->before) = lose;
    options.reconnect = [this] { return connect(); };
    const std::vector<Migration> migrations = {read("1_a", "CREATE TABLE a (x);"),
                                               read("2_b", "CREATE TABLE b (x);")};
    const Result result = run(migrations, {Direction::up, std::nullopt, 1});
    EXPECT_EQ(result.failure.has_value(), !arrived);
    if (result.failure) {
      EXPECT_EQ(result.failure->error.code(), Errc::connection);
      EXPECT_TRUE(result.failure->nothing_changed);
    }
    EXPECT_EQ(state(), "a | 1 applied 1/1");
  }
}

TEST_F(Execute, WithoutReconnectALostCommitStaysUnknown) {
  history->ensure();
  line->after = [this](const Statement& statement) {
    if (statement.sql == "COMMIT") line->lose();
  };
  const Result result = run(two());
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->error.code(), Errc::in_doubt);
  EXPECT_FALSE(result.failure->nothing_changed);
}

TEST_F(Execute, ARebuildKeepsTheChildren) {
  real->execute("CREATE TABLE p (id INTEGER PRIMARY KEY, x)");
  real->execute("CREATE TABLE c (p REFERENCES p (id) ON DELETE CASCADE)");
  real->execute("INSERT INTO p VALUES (1, 2)");
  real->execute("INSERT INTO c VALUES (1)");
  const Result result = run({read("1_r",
                                  "-- covet:up foreign_keys=off\n"
                                  "CREATE TABLE p2 (id INTEGER PRIMARY KEY);\n"
                                  "INSERT INTO p2 SELECT id FROM p;\nDROP TABLE p;\n"
                                  "ALTER TABLE p2 RENAME TO p;\n")});
  EXPECT_FALSE(result.failure) << result.failure->error.message();
  EXPECT_EQ(real->fetch_all("SELECT * FROM c").size(), 1U);
}

}  // namespace
}  // namespace covet::migrations
