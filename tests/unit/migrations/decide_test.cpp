#include "migrations/decide.h"

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "migrations/statements.h"
#include "tests/unit/migrations/support.h"

namespace covet::migrations {
namespace {

/// Versions 1 to 4; 3 has step marks, 4 no down.
std::vector<Migration> files() {
  std::vector<Migration> all;
  all.push_back(read("1_one", "-- covet:up\nA;\nB;\n-- covet:down\nC;\n"));
  all.push_back(read("2_two", "-- covet:up\nD;\n-- covet:down irreversible: it is gone\n"));
  all.push_back(
      read("3_three",
           "-- covet:up\n-- covet:step 1\nE;\n-- covet:step 2\nF;\nG;\n-- covet:step 3\nH;\n"
           "-- covet:down\n-- covet:step 3\nh;\n-- covet:step 2\nfg;\n-- covet:step 1\ne;\n"));
  all.push_back(read("4_four", "I;\n"));
  return all;
}

Applied partial(const Migration& migration, State state, std::int64_t done) {
  Applied row = applied(migration, state);
  const Section& section = state == State::applying ? migration.up : *migration.down;
  row.statements_done = done;
  row.done_checksum = DoneChecksum(section).of_first(static_cast<std::size_t>(done));
  return row;
}

std::string print(const RunPlan& plan) {
  std::string text;
  for (const Run& run : plan.runs) {
    text += (run.direction == Direction::up ? "+" : "-") + run.migration->version.text();
    if (run.first_statement > 0) text += "@" + std::to_string(run.first_statement);
    text += " ";
  }
  for (const std::string& warning : plan.warnings)
    text += "! " + warning + " ";
  if (!text.empty()) text.pop_back();
  return text;
}

/// The plan as text, or what was thrown.
std::string plan(const std::vector<Migration>& migrations, const std::vector<Applied>& rows,
                 const Target& target = {}, bool out_of_order = false) {
  try {
    return print(decide(migrations, rows, target, out_of_order));
  } catch (const Error& error) {
    return std::string(name_of(error.code())) + ": " + error.message();
  }
}

Target up_to(const std::string& version) {
  return {Direction::up, Version(version)};
}
Target down(std::size_t steps) {
  return {Direction::down, std::nullopt, steps};
}
Target down_to(const std::string& version) {
  return {Direction::down, Version(version)};
}
Target down_all() {
  return {Direction::down, std::nullopt, std::nullopt, true};
}

TEST(DecideUp, RunsWhatIsPending) {
  const auto all = files();
  EXPECT_EQ(plan(all, {}), "+1 +2 +3 +4");
  EXPECT_EQ(plan(all, {applied(all[0]), applied(all[1])}), "+3 +4");
  EXPECT_EQ(plan(all, {applied(all[0])}, up_to("3")), "+2 +3");
  EXPECT_EQ(plan(all, {applied(all[0])}, {Direction::up, std::nullopt, 1}), "+2");
  EXPECT_EQ(plan(all, {}, {Direction::up, std::nullopt, 0}), "");
  EXPECT_EQ(plan(all, {applied(all[0]), applied(all[1]), applied(all[2]), applied(all[3])}), "");
  EXPECT_EQ(plan({}, {}), "");
}

TEST(DecideUp, WantsATargetThatExists) {
  const auto all = files();
  EXPECT_EQ(plan(all, {}, up_to("5")), "not_found: no migration has version 5");
  EXPECT_EQ(plan(all, {}, {Direction::up, Version("1"), 1}),
            "usage: --to and --steps say different things");
}

TEST(DecideUp, RefusesWhatWasMergedLate) {
  const auto all = files();
  const std::vector<Applied> rows = {applied(all[0]), applied(all[3])};
  EXPECT_EQ(plan(all, rows), "refused: 2 two, 3 three are older than what is applied already");
  EXPECT_EQ(
      plan(all, rows, {}, true),
      "+2 +3 ! 2 two is older than what is applied, and runs now ! 3 three is older than what "
      "is applied, and runs now");
}

TEST(DecideUp, AParentShowsThatALateOneKnewWhatIsApplied) {
  std::vector<Migration> all = {read("1_a", "-- covet:parent 5\n-- covet:up\nA;\n"),
                                read("2_b", "-- covet:parent 1\n-- covet:up\nB;\n"),
                                read("5_c", "-- covet:parent none\n-- covet:up\nC;\n")};
  EXPECT_EQ(plan(all, {applied(all[2])}).substr(0, 7), "+1 +2 !");
  all[1].parent = Version("9");
  EXPECT_EQ(plan(all, {applied(all[2])}), "refused: 2 b is older than what is applied already");
}

TEST(DecideUp, AParentComesBeforeItsChild) {
  std::vector<Migration> all = files();
  all[0].parent = Version("3");
  EXPECT_EQ(plan(all, {}), "+2 +3 +4 +1");
  all[2].parent = Version("1");
  EXPECT_EQ(plan(all, {}), "+2 +4 +1 +3");
}

TEST(DecideUp, NamesEveryEditedFile) {
  auto all = files();
  std::vector<Applied> rows = {applied(all[0]), applied(all[1])};
  rows[0].checksum = rows[1].checksum = "sha256:old";
  try {
    decide(all, rows, {}, false);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::history_mismatch);
    ASSERT_EQ(error.diagnostics().size(), 2U);
    const Diagnostic& fault = error.diagnostics()[0];
    EXPECT_EQ(fault.where.file, "1_one.sql");
    EXPECT_EQ(fault.where.line, 1U);
    EXPECT_EQ(fault.notes[0], "applied: sha256:old");
    EXPECT_EQ(fault.notes[1], "now:     " + all[0].up.checksum);
    EXPECT_FALSE(error.hint().empty());
  }
}

TEST(DecideUp, AnEditedDownIsNoMismatch) {
  auto all = files();
  std::vector<Applied> rows = {applied(all[0])};
  rows[0].down_checksum = "sha256:old";
  EXPECT_EQ(plan(all, rows, up_to("2")), "+2");
}

TEST(DecideUp, WarnsOfAMissingFile) {
  auto all = files();
  std::vector<Applied> rows = {applied(all[0]), applied(all[1])};
  all.erase(all.begin());
  EXPECT_EQ(plan(all, rows, up_to("3")), "+3 ! 1 one is applied but has no file");
}

TEST(DecideUp, GoesOnWhereAnEarlierRunStopped) {
  const auto all = files();
  const std::vector<Applied> rows = {applied(all[0]), applied(all[1]),
                                     partial(all[2], State::applying, 2)};
  EXPECT_EQ(plan(all, rows), "+3@2 +4");
  EXPECT_EQ(plan(all, rows, {Direction::up, std::nullopt, 1}), "+3@2");
}

TEST(DecideUp, AMendedFileKeepsWhatRan) {
  auto all = files();
  const std::vector<Applied> rows = {partial(all[0], State::applying, 1)};
  all[0] = read("1_one", "-- covet:up\n A ; -- as it was\nMENDED;\nMORE;\n-- covet:down\nC;\n");
  EXPECT_EQ(plan(all, rows, up_to("1")), "+1@1");
  all[0] = read("1_one", "-- covet:up\nOTHER;\nB;\n");
  EXPECT_EQ(plan(all, rows, up_to("1")),
            "history_mismatch: the first 1 statement of `1` ran already and were edited since");
}

TEST(DecideUp, FinishesADownThatStopped) {
  const auto all = files();
  const std::vector<Applied> rows = {applied(all[0]), applied(all[1]),
                                     partial(all[2], State::reverting, 1)};
  EXPECT_EQ(plan(all, rows), "-3@1 +3 +4");
}

TEST(DecideUp, ABaselineCoversWhatIsBelow) {
  const auto all = files();
  Applied row = applied(all[2], State::baseline);
  EXPECT_EQ(plan(all, {row}), "+4");
  row.version = Version("3.5");
  EXPECT_EQ(plan(all, {row}), "+4");
}

TEST(DecideDown, TakesTheLastOnes) {
  auto all = files();
  all[1] = read("2_two", "-- covet:up\nD;\n-- covet:down\nd;\n");
  const std::vector<Applied> rows = {applied(all[0]), applied(all[1]), applied(all[2])};
  EXPECT_EQ(plan(all, rows, {Direction::down}), "-3");
  EXPECT_EQ(plan(all, rows, down(2)), "-3 -2");
  EXPECT_EQ(plan(all, rows, down(9)), "-3 -2 -1");
  EXPECT_EQ(plan(all, rows, down_to("1")), "-3 -2");
  EXPECT_EQ(plan(all, rows, down_all()), "-3 -2 -1");
  EXPECT_EQ(plan(all, {}, {Direction::down}), "");
  EXPECT_EQ(plan(all, rows, down_to("8")), "not_found: no migration has version 8");
}

TEST(DecideDown, RefusesWithoutADown) {
  const auto all = files();
  EXPECT_EQ(plan(all, {applied(all[3])}, down(1)), "refused: 4 four has no down");
  EXPECT_EQ(plan(all, {applied(all[1])}, down(1)), "refused: 2 two is irreversible: it is gone");
  EXPECT_EQ(plan({}, {applied(all[0])}, down(1)),
            "not_found: 1 one is applied but has no file to undo it with");
}

TEST(DecideDown, StopsAtTheBaseline) {
  const auto all = files();
  const std::vector<Applied> rows = {applied(all[1], State::baseline), applied(all[2])};
  EXPECT_EQ(plan(all, rows, down_all()), "-3");
  EXPECT_EQ(plan(all, rows, down_to("2")), "-3");
  EXPECT_EQ(plan(all, rows, down_to("1")), "refused: 2 two is the baseline, which has no way back");
}

TEST(DecideDown, UndoesOnlyTheStepsThatRan) {
  const auto all = files();
  const auto with = [&](std::int64_t done) {
    return plan(all, {applied(all[0]), partial(all[2], State::applying, done)}, down(1));
  };
  EXPECT_EQ(with(0), "-3@3");
  EXPECT_EQ(with(1), "-3@2");
  EXPECT_EQ(with(2), "refused: 3 is partly applied, and it stopped within step 2");
  EXPECT_EQ(with(3), "-3@1");
  EXPECT_EQ(with(4), "-3");
}

TEST(DecideDown, RefusesToGuessWithoutSteps) {
  const auto all = files();
  EXPECT_EQ(
      plan(all, {partial(all[0], State::applying, 1)}, down(1)),
      "refused: 1 is partly applied, and its file does not say which down statements undo what "
      "ran");
  EXPECT_EQ(plan(all, {partial(all[0], State::applying, 0)}, down(1)), "-1@1");
  Applied unknown = partial(all[2], State::applying, 1);
  unknown.under_way = 2;
  EXPECT_EQ(
      plan(all, {unknown}, down(1)),
      "refused: 3 is partly applied, and nobody knows yet whether its statement 2 took effect");
}

TEST(Stand, ShowsFilesAndHistorySideBySide) {
  const auto all = files();
  std::vector<Applied> rows = {applied(all[0]), applied(all[1]),
                               partial(all[2], State::applying, 1)};
  rows[1].checksum = "sha256:old";
  Applied gone;
  gone.version = Version("10");
  gone.name = "hotfix";
  rows.push_back(gone);
  std::string text;
  for (const StatusLine& line : stand(all, rows)) {
    text +=
        line.version.text() + " " + line.name + " " + std::string(name_of(line.standing)) + "\n";
  }
  EXPECT_EQ(
      text,
      "1 one applied\n2 two edited\n3 three partial\n4 four pending\n10 hotfix missing_file\n");
}

std::vector<Migration> with_repeatable(const std::string& text) {
  std::vector<Migration> all = files();
  all.push_back(read("R_views", text));
  return all;
}

TEST(Decide, RepeatableOnesRunLastWhereTheyAreNewOrChanged) {
  const std::vector<Migration> old = with_repeatable("V;");
  EXPECT_EQ(print(decide(old, {}, {}, false)), "+1 +2 +3 +4 +R_views");
  std::vector<Applied> rows;
  for (const Migration& migration : old)
    rows.push_back(applied(migration));
  EXPECT_EQ(print(decide(old, rows, {}, false)), "");
  const std::vector<Migration> changed = with_repeatable("W;");
  EXPECT_EQ(print(decide(changed, rows, {}, false)), "+R_views");
  EXPECT_EQ(print(decide(changed, rows, {.to = Version("4")}, false)), "");
  EXPECT_EQ(print(decide(changed, rows, {.steps = 1}, false)), "");
}

TEST(Decide, RollbackPassesRepeatableOnesBy) {
  std::vector<Migration> all = {files()[0],
                                read("R_views", "-- covet:up\nV;\n-- covet:down\nv;\n")};
  const std::vector<Applied> rows = {applied(all[0]), applied(all[1])};
  EXPECT_EQ(print(decide(all, rows, {Direction::down}, false)), "-1");
  EXPECT_EQ(print(decide(all, rows, {.direction = Direction::down, .all = true}, false)),
            "-R_views -1");
}

}  // namespace
}  // namespace covet::migrations
