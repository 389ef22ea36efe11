#include "migrations/history.h"

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/db/transaction.h"
#include "migrations/hazards.h"
#include "tests/unit/migrations/sqlite_fixture.h"

namespace covet::migrations {
namespace {

class HistoryOnSqlite : public OnSqlite {};

Applied full_row(const std::string& version) {
  Applied row;
  row.version = Version(version);
  row.name = "größe";
  row.checksum = "sha256:1";
  row.down_checksum = "sha256:2";
  row.state = State::applying;
  row.statements_done = 3;
  row.statements_total = 5;
  row.done_checksum = "sha256:3";
  row.under_way = 4;
  row.fingerprint_before = "sha256:4";
  row.applied_at =
      std::chrono::sys_days(std::chrono::year(2026) / 1 / 2) + std::chrono::microseconds(7);
  row.took = std::chrono::milliseconds(1234567890123);
  row.applied_by = "anna's laptop";
  row.error = "it's; broken";
  return row;
}

void expect_same(const Applied& a, const Applied& b) {
  EXPECT_EQ(a.version, b.version);
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.checksum, b.checksum);
  EXPECT_EQ(a.down_checksum, b.down_checksum);
  EXPECT_EQ(a.state, b.state);
  EXPECT_EQ(a.statements_done, b.statements_done);
  EXPECT_EQ(a.statements_total, b.statements_total);
  EXPECT_EQ(a.done_checksum, b.done_checksum);
  EXPECT_EQ(a.under_way, b.under_way);
  EXPECT_EQ(a.fingerprint_before, b.fingerprint_before);
  EXPECT_EQ(a.applied_at, b.applied_at);
  EXPECT_EQ(a.took, b.took);
  EXPECT_EQ(a.applied_by, b.applied_by);
  EXPECT_EQ(a.error, b.error);
}

TEST_F(HistoryOnSqlite, ReadingWritesNothing) {
  EXPECT_FALSE(history->exists());
  EXPECT_TRUE(history->read().empty());
  EXPECT_FALSE(history->find(Version("1")));
  EXPECT_TRUE(real->fetch_all("SELECT * FROM sqlite_schema").empty());
}

TEST_F(HistoryOnSqlite, GivesBackWhatItWasGiven) {
  history->ensure();
  history->ensure();
  EXPECT_TRUE(history->exists());
  history->insert(full_row("10"));
  history->insert(full_row("9"));
  ASSERT_EQ(history->read().size(), 2U);
  EXPECT_EQ(history->read()[0].version, Version("9"));
  expect_same(*history->find(Version("10")), full_row("10"));
  Applied changed = full_row("10");
  changed.state = State::baseline;
  changed.error.clear();
  history->update(changed);
  expect_same(*history->find(Version("10")), changed);
  expect_same(*history->find(Version("9")), full_row("9"));
  history->remove(Version("10"));
  EXPECT_FALSE(history->find(Version("10")));
}

TEST_F(HistoryOnSqlite, TheKeyStopsASecondRunner) {
  history->ensure();
  history->insert(full_row("1"));
  try {
    history->insert(full_row("1"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::unique_violation);
  }
}

TEST_F(HistoryOnSqlite, AnOlderTableIsReadAndExtended) {
  real->execute(
      "CREATE TABLE covet_migrations (version VARCHAR(100) PRIMARY KEY, name TEXT, "
      "checksum TEXT, state TEXT)");
  real->execute("INSERT INTO covet_migrations VALUES ('7', 'old', 'sha256:x', 'applied')");
  ASSERT_EQ(history->read().size(), 1U);
  EXPECT_EQ(history->read()[0].name, "old");
  history->ensure();
  EXPECT_EQ(history->read()[0].checksum, "sha256:x");
  history->insert(full_row("8"));
  expect_same(*history->find(Version("8")), full_row("8"));
}

TEST_F(HistoryOnSqlite, ANewerCovetsStateIsRefused) {
  history->ensure();
  history->insert(full_row("1"));
  real->execute("UPDATE covet_migrations SET state = 'pondering'");
  try {
    history->read();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::history_mismatch);
  }
}

TEST_F(HistoryOnSqlite, LossesCountWhatIsThere) {
  real->execute("CREATE TABLE a (x, y)");
  real->execute("INSERT INTO a VALUES (1, NULL), (2, 3)");
  real->execute("CREATE TABLE \"b.c\" (x)");
  real->execute("INSERT INTO \"b.c\" VALUES (1)");
  const std::vector<Migration> migrations = {
      read("1_a",
           "-- covet:allow drop_table b.c because it is old\n-- covet:up\n"
           "ALTER TABLE a DROP COLUMN y;\nDROP TABLE \"b.c\";\nDROP TABLE nowhere;\n"
           "ALTER TABLE a RENAME TO z;\nDROP TABLE z;\nDELETE FROM a;\nDROP TABLE a;\n")};
  const RunPlan up = decide(migrations, {}, {}, false);
  std::string text;
  for (const Loss& loss : losses(up, *line, {"delete"}, false)) {
    text += loss.hazard.kind + " " + loss.hazard.object + " " + std::to_string(loss.rows) +
            (loss.approved ? " approved" : "") + "\n";
  }
  EXPECT_EQ(text,
            "drop_column a.y 1\ndrop_table b.c 1 approved\ndrop_table nowhere 0\n"
            "drop_table z -1\ndelete a 2 approved\ndrop_table a 2\n");
}

}  // namespace
}  // namespace covet::migrations
