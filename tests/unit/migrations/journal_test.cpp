#include <string>
#include <vector>

#include "core/base/error.h"
#include "migrations/run_log.h"
#include "tests/unit/migrations/sqlite_fixture.h"

namespace covet::migrations {
namespace {

constexpr const char* good =
    "-- covet:up\n"
    "-- covet:step 1\nCREATE TABLE a (x);\n"
    "-- covet:step 2\nINSERT INTO a VALUES (1);\n"
    "-- covet:step 3\nCREATE TABLE b (x);\n"
    "-- covet:step 4\nCREATE TABLE c (x);\n"
    "-- covet:down\n"
    "-- covet:step 4\nDROP TABLE c;\n-- covet:step 3\nDROP TABLE b;\n"
    "-- covet:step 2\nDELETE FROM a WHERE x = 1;\n-- covet:step 1\nDROP TABLE a;\n";

std::vector<Migration> file(std::string text = good) {
  return {read("1_a", std::move(text))};
}

std::string broken() {
  std::string text = good;
  text.replace(text.find("CREATE TABLE b (x)"), 18, "CREATE TABLE b (");
  return text;
}

/// An engine whose DDL commits at once, played by SQLite.
class Journal : public OnSqlite {
 protected:
  void SetUp() override {
    OnSqlite::SetUp();
    if (!IsSkipped()) without_transactional_ddl();
  }
  std::size_t rows_of_a() const { return real->fetch_all("SELECT * FROM a").size(); }
};

TEST_F(Journal, RunsUpAndDown) {
  EXPECT_FALSE(run(file()).failure);
  EXPECT_EQ(state(), "a b c | 1 applied 4/4");
  EXPECT_FALSE(run(file(), {Direction::down}).failure);
  EXPECT_EQ(state(), "");
}

TEST_F(Journal, AFailureSaysWhatStandsAndAMendedFileGoesOn) {
  const Result result = run(file(broken()));
  ASSERT_TRUE(result.failure);
  EXPECT_FALSE(result.failure->nothing_changed);
  EXPECT_EQ(result.failure->statement, 2U);
  EXPECT_EQ(result.failure->statements_done, 2U);
  EXPECT_EQ(result.failure->error.diagnostics().at(0).where.line, 7U);
  EXPECT_EQ(state(), "a | 1 applying 2/4");
  EXPECT_FALSE(history->find(Version("1"))->error.empty());

  restart();
  events.clear();
  const Result again = run(file());
  EXPECT_FALSE(again.failure);
  EXPECT_EQ(events, "start 3/4 ok 4/4 ok done");
  EXPECT_EQ(state(), "a b c | 1 applied 4/4");
  EXPECT_EQ(rows_of_a(), 1U);
  EXPECT_EQ(history->find(Version("1"))->checksum, file()[0].up.checksum);
}

// Hundreds of many statements of rows share a transaction: what fails takes back its own alone, and
// nothing runs twice.
TEST_F(Journal, AFailureAmongManyRowsTakesBackTheirTransaction) {
  const auto text = [](std::string_view table_of_800) {
    std::string whole = "CREATE TABLE a (x);\n";
    for (int i = 1; i <= 1200; ++i) {
      whole += "INSERT INTO " + std::string(i == 800 ? table_of_800 : "a") + " VALUES (" +
               std::to_string(i) + ");\n";
    }
    return whole;
  };
  const Result result = run(file(text("missing")));
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->statement, 800U);
  EXPECT_EQ(result.failure->statements_done, 501U);
  EXPECT_EQ(state(), "a | 1 applying 501/1201");
  EXPECT_EQ(rows_of_a(), 500U);
  restart();
  EXPECT_FALSE(run(file(text("a"))).failure);
  EXPECT_EQ(state(), "a | 1 applied 1201/1201");
  EXPECT_EQ(real->fetch_all("SELECT DISTINCT x FROM a").size(), 1200U);
  EXPECT_EQ(rows_of_a(), 1200U);
  RunLog log(*real, *ddl, "covet_migrations");
  for (const RunRecord& record : log.read(std::nullopt)) {
    const bool first = record.outcome == "failed";
    EXPECT_EQ(record.statements.front().number, first ? 1U : 502U);
    EXPECT_EQ(record.statements.back().number, first ? 501U : 1201U);
  }
}

TEST_F(Journal, AFailureOfTheFirstStatementLeavesNothing) {
  const Result result = run({read("1_a", "NONSENSE;\nCREATE TABLE a (x);\n")});
  ASSERT_TRUE(result.failure);
  EXPECT_TRUE(result.failure->nothing_changed);
  EXPECT_EQ(state(), "");
}

TEST_F(Journal, UndoesTheStepsThatRan) {
  run(file(broken()));
  restart();
  EXPECT_FALSE(run(file(), {Direction::down}).failure);
  EXPECT_EQ(state(), "");
}

TEST_F(Journal, ADownThatFailsAtOnceLeavesItApplied) {
  run(file());
  std::string text = good;
  text.replace(text.find("DROP TABLE c"), 12, "DROP TABLE z");
  const Result result = run(file(text), {Direction::down});
  ASSERT_TRUE(result.failure);
  EXPECT_TRUE(result.failure->nothing_changed);
  EXPECT_EQ(state(), "a b c | 1 applied 4/4");
}

TEST_F(Journal, ADownThatStoppedGoesOn) {
  run(file());
  restart();
  line->before = [](const Statement& statement) {
    if (statement.sql == "DROP TABLE b") throw Error(Errc::lock_timeout, "busy");
  };
  EXPECT_TRUE(run(file(), {Direction::down}).failure);
  EXPECT_EQ(state(), "a b | 1 reverting 1/4");
  restart();
  EXPECT_FALSE(run(file(), {Direction::down}).failure);
  EXPECT_EQ(state(), "");
}

// The next run has to end where a clean one does, having run each statement once.
TEST_F(Journal, GoesOnAfterACrashAnywhere) {
  crash_anywhere(
      file(),
      [this] {
        for (const char* table : {"a", "b", "c"})
          real->execute("DROP TABLE IF EXISTS " + std::string(table));
      },
      [this](const std::string& where) {
        EXPECT_EQ(state(), "a b c | 1 applied 4/4") << where;
        EXPECT_EQ(rows_of_a(), 1U) << where;
      });
}

TEST_F(Journal, ASectionWithoutTransactionIsJournalledEverywhere) {
  line->pretend(backend->dialect);
  const Result result =
      run({read("1_a", "-- covet:up transaction=none\nCREATE TABLE a (x);\nNO;\n")});
  ASSERT_TRUE(result.failure);
  EXPECT_FALSE(result.failure->nothing_changed);
  EXPECT_EQ(state(), "a | 1 applying 1/2");
}

TEST_F(Journal, RefusesBeforehandWhatLeavesNoTrace) {
  try {
    run({read("1_a", "CREATE TABLE a (x);\nCALL fill_it();\n")});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::refused);
    ASSERT_EQ(error.diagnostics().size(), 1U);
    EXPECT_EQ(error.diagnostics()[0].where.line, 2U);
    EXPECT_EQ(error.diagnostics()[0].excerpt, "CALL fill_it();");
  }
  EXPECT_FALSE(history->exists());
}

/// A server whose one session of interest ends at its n-th look.
class OneOrphan : public schema::Sessions {
 public:
  explicit OneOrphan(int looks) : looks_(looks) {}
  std::string identify(Connection&) const override { return "2 now"; }
  std::optional<std::string> find(Connection&, const std::string& id) const override {
    EXPECT_EQ(id, "1 before");
    return looks_-- > 0 ? std::optional<std::string>("session 1") : std::nullopt;
  }
  void end(Connection&, const std::string&) const override { looks_ = 0; }
  std::vector<std::string> blockers(Connection&, const std::string&) const override { return {}; }

 private:
  mutable int looks_;
};

class Orphan : public Journal {
 protected:
  schema::Backend with(const schema::Sessions& sessions) const {
    return {.engine = backend->engine,
            .url_schemes = backend->url_schemes,
            .example_url = backend->example_url,
            .memory_url = backend->memory_url,
            .dialect = backend->dialect,
            .driver = backend->driver,
            .inspector = backend->inspector,
            .locker = backend->locker,
            .guard = backend->guard,
            .sessions = sessions,
            .maintenance = backend->maintenance,
            .client = backend->client,
            .pool = backend->pool,
            .make_ddl = backend->make_ddl};
  }
  /// Killed while it ran statement 3, whose effect came afterwards if `took_effect`.
  void kill_at_third(bool took_effect) {
    line->before = [this](const Statement& statement) {
      if (statement.sql == "CREATE TABLE b (x)") line->lose();
    };
    run(file());
    restart();
    Applied row = *history->find(Version("1"));
    EXPECT_EQ(row.under_way, 3);
    row.session = "1 before";
    history->update(row);
    if (took_effect) real->execute("CREATE TABLE b (x)");
    events.clear();
  }
  std::size_t recover_with(const schema::Sessions& sessions) {
    return recover(file(), *line, with(sessions), *ddl, *history, lock, clock, options,
                   [&](const Event& event) { tell(event); });
  }
};

TEST_F(Orphan, IsWaitedForBeforeAnythingIsJudged) {
  for (const bool took_effect : {false, true}) {
    kill_at_third(took_effect);
    const OneOrphan sessions(3);
    EXPECT_EQ(recover_with(sessions), 1U);
    EXPECT_EQ(events, std::string("orphan:session 1 settled3") + (took_effect ? "+" : "-"));
    EXPECT_EQ(clock.sleeps().size(), 3U);
    EXPECT_EQ(state(), took_effect ? "a b | 1 applying 3/4" : "a | 1 applying 2/4");
    EXPECT_FALSE(run(file()).failure);
    EXPECT_EQ(state(), "a b c | 1 applied 4/4");
    EXPECT_FALSE(run(file(), {Direction::down}).failure);
    clock.forget_sleeps();
  }
}

TEST_F(Orphan, IsGivenUpOnInTheEnd) {
  kill_at_third(false);
  options.orphan_timeout = std::chrono::seconds(2);
  const OneOrphan sessions(1000);
  try {
    recover_with(sessions);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::lock_held);
    EXPECT_NE(error.hint().find("--kill-orphan"), std::string::npos);
  }
  EXPECT_EQ(history->find(Version("1"))->under_way, 3);
}

TEST_F(Orphan, IsEndedWhereThatIsAskedFor) {
  kill_at_third(false);
  options.kill_orphan = true;
  const OneOrphan sessions(1000);
  EXPECT_EQ(recover_with(sessions), 1U);
}

TEST_F(Journal, KeepsSecretsOutOfTheHistory) {
  run({read("1_a",
            "CREATE TABLE a (x);\n"
            "-- covet:rerunnable\nCREATE USER x IDENTIFIED BY 'hunter2';\n")});
  EXPECT_EQ(history->find(Version("1"))->error, "syntax");
}

}  // namespace
}  // namespace covet::migrations
