#include "migrations/squash.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "migrations/baseline.h"
#include "tests/unit/migrations/support.h"

namespace covet::migrations {
namespace {

std::string squashed(const std::vector<Migration>& files) {
  return squash(files, tests::sqlite_rules());
}

TEST(Squash, PutsUpsInOrderAndDownsTheOtherWayRound) {
  const std::vector<Migration> files = {
      read("1_one",
           "-- covet:parent none\n-- covet:schema sha256:a\n-- covet:up\nA  (1);\n\n"
           "-- covet:down\na;\n"),
      read("2_two",
           "-- covet:parent 1\n-- covet:schema sha256:b\n"
           "-- covet:allow drop_table t because\n\n-- covet:up\nB;\nC -- why\n;\n"
           "-- covet:down\nc;\nb")};
  const std::string text = squashed(files);
  EXPECT_EQ(text,
            "-- covet:parent none\n"
            "-- covet:schema sha256:b\n"
            "-- covet:replaces 1 2\n"
            "-- covet:allow drop_table t because\n"
            "\n-- covet:up\n"
            "\n-- 1 one\nA  (1);\n"
            "\n-- 2 two\nB;\nC -- why\n;\n"
            "\n-- covet:down\n"
            "\n-- 2 two\nc;\nb\n;\n"
            "\n-- 1 one\na;\n");
  const Migration whole = read("2_all", text);
  EXPECT_TRUE(holds_the_same(whole, files));
  ASSERT_EQ(whole.replaces.size(), 2U);
  EXPECT_FALSE(holds_the_same(read("2_all", "A;"), files));
}

TEST(Squash, TakesFilesWithoutMarks) {
  const std::vector<Migration> files = {read("1_one", "A;"), read("2_two", "B")};
  const std::string text = squashed(files);
  EXPECT_TRUE(holds_the_same(read("2_all", text), files)) << text;
  EXPECT_FALSE(read("2_all", text).down);
}

TEST(Squash, CountsStepsOnWhereEveryFileHasThem) {
  const std::vector<Migration> files = {
      read("1_one",
           "-- covet:up\n-- covet:step 1\nA;\n-- covet:step 2\nB;\n-- covet:down\n"
           "-- covet:step 2\nb;\n-- covet:step 1\na;\n"),
      read("2_two", "-- covet:up\n-- covet:step 1\nC;\n-- covet:down\n-- covet:step 1\nc;\n")};
  const Migration whole = read("2_all", squashed(files));
  ASSERT_EQ(whole.up.statements.size(), 3U);
  EXPECT_EQ(whole.up.statements[1].step, 2);
  EXPECT_EQ(whole.up.statements[2].step, 3);
  EXPECT_EQ(whole.down->statements[0].step, 3);
  EXPECT_EQ(whole.down->statements[2].step, 1);
  // One file without: its statements must not fall into another's step.
  const Migration mixed = read("3_all", squashed({files[0], files[1], read("3_three", "D;")}));
  for (const SqlStatement& statement : mixed.up.statements)
    EXPECT_EQ(statement.step, 0);
}

TEST(Squash, JoinsOptionsAndRefusesWhatCannotBeOne) {
  const Migration plain = read("1_one", "-- covet:up lock_timeout=5s\nA;\n-- covet:down\na;\n");
  const Migration off = read("2_two",
                             "-- covet:up foreign_keys=off lock_timeout=9s\nB;\n"
                             "-- covet:down irreversible: it is gone\n");
  const Migration whole = read("2_all", squashed({plain, off}));
  EXPECT_TRUE(whole.up.foreign_keys_off);
  EXPECT_EQ(whole.up.lock_timeout, std::chrono::seconds(9));
  EXPECT_EQ(whole.irreversible, "2 two: it is gone");
  const Migration none = read("3_three", "-- covet:up transaction=none\nC;\n");
  EXPECT_THROW(squashed({plain, none}), Error);
}

TEST(ReadReplaces, WantsTheFilesOwnVersion) {
  EXPECT_NO_THROW(read("2_all", "-- covet:replaces 1 2\n-- covet:up\nA;\n"));
  EXPECT_THROW(read("3_all", "-- covet:replaces 1 2\n-- covet:up\nA;\n"), Error);
  EXPECT_THROW(read("2_all", "-- covet:replaces one 2\n-- covet:up\nA;\n"), Error);
}

struct Stood {
  std::vector<Migration> files{
      read("3_all", "-- covet:replaces 1 2 3\n-- covet:up\nA;\n-- covet:down\na;\n"),
      read("4_more", "D;")};
  std::vector<Migration> old{read("1_one", "A;"), read("2_two", "B;"), read("3_three", "C;")};

  std::string standings(const std::vector<Applied>& rows) const {
    std::string text;
    for (const StatusLine& line : stand(files, rows))
      text += line.version.text() + " " + std::string(name_of(line.standing)) + ", ";
    return text;
  }
  RunPlan plan(const std::vector<Applied>& rows) const { return decide(files, rows, {}, false); }
};

TEST(StandOfASquashedFile, IsPendingWhereNoneIsApplied) {
  const Stood stood;
  EXPECT_EQ(stood.standings({}), "3 pending, 4 pending, ");
  EXPECT_EQ(stood.plan({}).runs.size(), 2U);
  EXPECT_TRUE(stood.plan({}).folds.empty());
}

TEST(StandOfASquashedFile, IsAppliedWhereAllAre) {
  const Stood stood;
  const std::vector<Applied> rows = {applied(stood.old[0]), applied(stood.old[1]),
                                     applied(stood.old[2])};
  EXPECT_EQ(stood.standings(rows), "3 applied, 4 pending, ");
  const RunPlan plan = stood.plan(rows);
  ASSERT_EQ(plan.folds.size(), 1U);
  EXPECT_EQ(plan.folds[0].rows.size(), 3U);
  ASSERT_EQ(plan.runs.size(), 1U);
  EXPECT_EQ(plan.runs[0].migration->version.text(), "4");
  // Once its row has taken their place.
  EXPECT_EQ(stood.standings({applied(stood.files[0])}), "3 applied, 4 pending, ");
  EXPECT_TRUE(stood.plan({applied(stood.files[0])}).folds.empty());
}

TEST(StandOfASquashedFile, IsMidwayWhereSomeAre) {
  const Stood stood;
  EXPECT_EQ(stood.standings({applied(stood.old[0])}), "3 midway, 4 pending, ");
  EXPECT_EQ(stood.standings({applied(stood.old[0]), applied(stood.old[1]),
                             applied(stood.old[2], State::applying)}),
            "3 midway, 4 pending, ");
  try {
    stood.plan({applied(stood.old[0])});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::history_mismatch);
    EXPECT_EQ(error.message(), "3 all stands for 3 migrations, of which 1 is applied");
  }
}

TEST(BaselineRows, AreThoseUpToTheVersion) {
  const std::vector<Migration> files = {read("1_one", "A;"), read("2_two", "B;\nC;"),
                                        read("3_three", "D;")};
  const auto rows = baseline_rows(files, {}, Version("2"));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1].state, State::baseline);
  EXPECT_EQ(rows[1].statements_done, 2);
  EXPECT_EQ(rows[1].checksum, files[1].up.checksum);
  EXPECT_EQ(baseline_rows(files, rows, {}).size(), 1U);
  EXPECT_EQ(baseline_rows(files, rows, Version("2")).size(), 0U);
  EXPECT_THROW(baseline_rows(files, std::vector{applied(files[0])}, {}), Error);
  EXPECT_THROW(baseline_rows(files, {}, Version("4")), Error);
  EXPECT_THROW(baseline_rows({}, {}, {}), Error);
}

}  // namespace
}  // namespace covet::migrations
