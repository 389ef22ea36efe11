#include "migrations/repair.h"

#include <vector>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/unit/migrations/support.h"

namespace covet::migrations {
namespace {

const std::vector<Migration>& files() {
  static const std::vector<Migration> all = {read("1_a", "CREATE TABLE a (x);"),
                                             read("2_b", "CREATE TABLE b (x);\nSELECT 1;")};
  return all;
}

TEST(Repair, FindsNothingInAHistoryThatIsWhole) {
  EXPECT_TRUE(history_faults(files(), std::vector{applied(files()[0])}).empty());
}

TEST(Repair, NamesTheOptionForEachFault) {
  std::vector<Applied> rows = {applied(files()[0]), applied(files()[1], State::applying),
                               applied(read("3_c", "SELECT 3;"))};
  rows[0].checksum = "sha256:other";
  rows[1].under_way = 1;
  const std::vector<HistoryFault> faults = history_faults(files(), rows);
  ASSERT_EQ(faults.size(), 3U);
  EXPECT_EQ(faults[0].option, "covet repair --accept-edited 1");
  EXPECT_EQ(faults[1].option, "covet migrate");
  EXPECT_EQ(faults[2].option, "covet repair --forget 3");
}

TEST(Repair, TakesTheEditedFileAsApplied) {
  std::vector<Applied> rows = {applied(files()[0])};
  rows[0].checksum = "sha256:other";
  const auto repairs = plan_repair(files(), rows, {.accept_edited = {Version("1")}});
  ASSERT_EQ(repairs.size(), 1U);
  EXPECT_EQ(repairs[0].row->checksum, files()[0].up.checksum);
}

TEST(Repair, DecidesAStatementNobodySawTheEndOf) {
  std::vector<Applied> rows = {applied(files()[1], State::applying)};
  rows[0].statements_done = 0;
  rows[0].under_way = 1;
  RepairRequest request;
  request.applied = 1;
  EXPECT_EQ(plan_repair(files(), rows, request).at(0).row->statements_done, 1);
  request = {};
  request.not_applied = 1;
  const Repair back = plan_repair(files(), rows, request).at(0);
  EXPECT_EQ(back.row->statements_done, 0);
  EXPECT_EQ(back.row->under_way, 0);
}

TEST(Repair, LeavesAloneWhatIsWhole) {
  const std::vector<Applied> rows = {applied(files()[0])};
  for (const RepairRequest& request :
       {RepairRequest{.accept_edited = {Version("1")}}, RepairRequest{.forget = {Version("1")}},
        RepairRequest{.forget = {Version("9")}}, RepairRequest{.applied = 1}}) {
    EXPECT_THROW(plan_repair(files(), rows, request), Error);
  }
}

}  // namespace
}  // namespace covet::migrations
