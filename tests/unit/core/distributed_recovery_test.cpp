#include "core/db/distributed_recovery.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/strings.h"

namespace covet {
namespace {

using namespace std::chrono_literals;

const std::string identity_a = "00000000000000aa";
const std::string identity_b = "00000000000000bb";
const Timestamp noon = parse_timestamp("2026-11-23T12:00:00Z");

BranchId branch(const std::string& coordinator, Timestamp begun, unsigned part) {
  BranchId id = make_branch_id(coordinator, begun);
  id.part = part;
  return id;
}

TEST(BranchIds, SayWhoDecidesAndWhenTheyBegan) {
  const BranchId id = branch(identity_a, noon, 3);
  EXPECT_EQ(parse_branch_id(id.text()), id);
  EXPECT_EQ(id.begun(), noon);
  EXPECT_EQ(id.transaction() + "-3", id.text());
  EXPECT_LE(branch(identity_a, noon, 999'999'999).text().size(), 64U);
  EXPECT_NE(make_branch_id(identity_a, noon), make_branch_id(identity_a, noon));
}

TEST(BranchIds, OthersAreNone) {
  const std::string good = branch(identity_a, noon, 1).text();
  for (const std::string& bad : {std::string(), std::string("covet"), good + "x", good + "-1",
                                 "x" + good, good.substr(0, good.size() - 1), to_upper(good),
                                 good + "0123456789", "covet-" + identity_a + "-1-1"}) {
    EXPECT_FALSE(parse_branch_id(bad)) << bad;
  }
}

TEST(RecoveryPlan, JudgesByTheCoordinatorsDecisions) {
  const Timestamp old = noon - 1h;
  const BranchId committed = branch(identity_a, old, 1);
  const BranchId aborted = branch(identity_a, old, 1);
  const BranchId open = branch(identity_a, old, 1);
  const BranchId recent = branch(identity_a, noon - 5s, 1);
  const BranchId strange = branch("00000000000000ff", old, 1);
  const auto verdicts = [&](std::vector<DatabaseState> states) {
    std::vector<Verdict> list;
    for (const PlannedEnd& end : plan_recovery(states, noon, 60s))
      list.push_back(end.verdict);
    return list;
  };
  DatabaseState decides{.name = "a", .identity = identity_a};
  decides.decisions = {{.transaction = committed.transaction(), .commit = true},
                       {.transaction = aborted.transaction(), .commit = false}};
  DatabaseState part{.name = "b", .identity = identity_b};
  for (const BranchId& id : {committed, aborted, open, recent, strange})
    part.prepared.push_back({.id = id.text()});
  part.prepared.push_back({.id = "somebody else's"});
  using enum Verdict;
  EXPECT_EQ(verdicts({part, decides}),
            (std::vector{commit, roll_back, give_up, young, no_coordinator, foreign}));
  EXPECT_EQ(verdicts({part}), (std::vector{no_coordinator, no_coordinator, no_coordinator, young,
                                           no_coordinator, foreign}));
  EXPECT_EQ(verdicts({decides, decides, {.name = "b", .prepared = {{.id = open.text()}}}}),
            std::vector{two_alike});
  // A server that shows what is prepared in all of its databases.
  EXPECT_EQ(verdicts({decides,
                      {.name = "b", .prepared = {{.id = open.text()}}},
                      {.name = "c", .prepared = {{.id = open.text()}}}}),
            std::vector{give_up});
}

TEST(RecoveryPlan, ForgetsWhatNobodyCanNeed) {
  const auto forgets = [&](const Decision& decision, std::vector<DatabaseState> others) {
    others.insert(others.begin(), {.name = "a", .identity = identity_a, .decisions = {decision}});
    return forgettable(others, others, noon).size() == 1;
  };
  const BranchId id = branch(identity_a, noon, 1);
  const Decision commit{.transaction = id.transaction(),
                        .commit = true,
                        .participants = {identity_b},
                        .made = noon - 1h};
  const DatabaseState done{.name = "b", .identity = identity_b};
  EXPECT_TRUE(forgets(commit, {done}));
  EXPECT_FALSE(forgets(commit, {}));
  EXPECT_FALSE(
      forgets(commit, {{.name = "b", .identity = identity_b, .prepared = {{.id = id.text()}}}}));
  Decision abort{.transaction = id.transaction(), .made = noon - 47h};
  EXPECT_FALSE(forgets(abort, {done}));
  abort.made = noon - 49h;
  EXPECT_TRUE(forgets(abort, {done}));
  EXPECT_FALSE(
      forgets(abort, {{.name = "b", .identity = identity_b, .prepared = {{.id = id.text()}}}}));
}

}  // namespace
}  // namespace covet
