#include "tests/conformance/distributed.h"

// What a distributed transaction leaves prepared is ended as its coordinator has decided.
namespace covet {
namespace {

/// The coordinator's line is cut before COMMIT arrives, or before its answer does.
class InDoubt : public Distributed {
 protected:
  void run(bool arrives) {
    Open open = connect();
    FaultyConnection decider(*open[coordinator()]);
    const auto cut = [&](const Statement& statement) {
      if (statement.sql == "COMMIT") decider.lose();
    };
    if (arrives) {
      decider.after = cut;
    } else {
      decider.before = cut;
    }
    auto list = all_of(open);
    list[coordinator()] = &decider;
    DistributedTransaction transaction(list);
    insert(list, 1);
    EXPECT_EQ(thrown_by([&] { static_cast<void>(transaction.commit()); }), Errc::in_doubt);
    EXPECT_EQ(left().size(), databases.size() - 1);
    if (!arrives) {
      // The server still holds the coordinator's transaction, and may yet commit it.
      const RecoveryReport report = look_after();
      for (const RecoveredTransaction& one : report.transactions) {
        if (one.plan.verdict == Verdict::give_up) {
          EXPECT_EQ(one.ending, Ending::undecided) << one.fault;
        }
      }
      EXPECT_EQ(count(1), 0U);
    }
  }
};

TEST_P(InDoubt, ACommitThatArrivedIsFound) {
  ASSERT_NO_FATAL_FAILURE(run(true));
  look_after_until_nothing_is_left();
  EXPECT_EQ(count(1), databases.size());
}

TEST_P(InDoubt, ACommitThatDidNotArriveIsUndone) {
  ASSERT_NO_FATAL_FAILURE(run(false));
  look_after_until_nothing_is_left();
  EXPECT_EQ(count(1), 0U);
}

class Recovering : public Distributed {};

TEST_P(Recovering, AParticipantThatIsCutOffAfterTheDecisionIsTold) {
  {
    Open open = connect();
    auto list = all_of(open);
    const std::size_t part = coordinator() == 0 ? 1 : 0;
    FaultyConnection cut(*open[part]);
    cut.before = [&](const Statement& statement) {
      if (statement.sql.find("COMMIT") != std::string::npos) cut.lose();
    };
    list[part] = &cut;
    DistributedTransaction transaction(list);
    insert(list, 1);
    const auto unfinished = transaction.commit();
    ASSERT_EQ(unfinished.size(), 1U);
    EXPECT_EQ(unfinished[0].connection, part);
    EXPECT_EQ(left(), std::vector{unfinished[0].id});
    EXPECT_EQ(decisions(), 1U);
    const RecoveryReport planned = look_after({.dry_run = true, .leave_alone = 0s});
    const auto one =
        std::ranges::find(planned.transactions, unfinished[0].id,
                          [](const RecoveredTransaction& r) { return r.plan.transaction.id; });
    ASSERT_NE(one, planned.transactions.end());
    EXPECT_EQ(one->plan.verdict, Verdict::commit);
    EXPECT_EQ(one->ending, Ending::none);
  }
  look_after_until_nothing_is_left();
  EXPECT_EQ(count(1), databases.size());
  EXPECT_EQ(decisions(), 0U);
}

TEST_P(Recovering, AParticipantThatIsCutOffBeforeUndoesAll) {
  {
    Open open = connect();
    auto list = all_of(open);
    const std::size_t part = coordinator() == 0 ? 1 : 0;
    FaultyConnection cut(*open[part]);
    cut.after = [&](const Statement& statement) {
      if (statement.sql.find("PREPARE") != std::string::npos) cut.lose();
    };
    list[part] = &cut;
    DistributedTransaction transaction(list);
    insert(list, 1);
    EXPECT_EQ(thrown_by([&] { static_cast<void>(transaction.commit()); }), Errc::connection);
    EXPECT_EQ(left().size(), 1U);
  }
  look_after_until_nothing_is_left();
  EXPECT_EQ(count(1), 0U);
}

// Recovery that runs beside a living transaction: whoever writes the decision first has it.
TEST_P(Recovering, RecoveryAndTheCoordinatorAgree) {
  const Open open = connect();
  const auto list = all_of(open);
  RecoveryReport seen;
  DistributedTransaction transaction(list, {.on_step = [&](const DistributedProgress& progress) {
                                       if (progress.step == DistributedStep::prepared)
                                         seen = look_after();
                                     }});
  insert(list, 1);
  const auto outcome = thrown_by([&] { EXPECT_TRUE(transaction.commit().empty()); });
  const bool sqlite = databases[coordinator()]->backend().engine == "sqlite";
  // SQLite's one writer is the coordinator itself, so that recovery can write nothing.
  EXPECT_EQ(outcome, sqlite ? std::nullopt : std::optional(Errc::serialization));
  std::size_t ours = 0;
  for (const RecoveredTransaction& one : seen.transactions) {
    if (!one.plan.id || one.plan.id->transaction() != transaction.id()) continue;
    ++ours;
    EXPECT_EQ(one.ending == Ending::undecided, sqlite);
  }
  EXPECT_GE(ours, 1U);
  look_after_until_nothing_is_left();
  EXPECT_EQ(count(1), sqlite ? databases.size() : 0U);
}

TEST_P(Recovering, RecoveryWaitsForWhoIsAboutToCommit) {
  const Open open = connect();
  const auto list = all_of(open);
  RecoveryReport seen;
  DistributedTransaction transaction(list, {.on_step = [&](const DistributedProgress& progress) {
                                       if (progress.step == DistributedStep::written)
                                         seen = look_after();
                                     }});
  insert(list, 1);
  EXPECT_TRUE(transaction.commit().empty());
  std::size_t ours = 0;
  for (const RecoveredTransaction& one : seen.transactions) {
    if (!one.plan.id || one.plan.id->transaction() != transaction.id()) continue;
    ++ours;
    EXPECT_EQ(one.ending, Ending::undecided) << one.fault;
  }
  EXPECT_EQ(ours, databases.size() - 1);
  EXPECT_EQ(count(1), databases.size());
}

TEST_P(Recovering, WithoutItsCoordinatorNothingIsDone) {
  const std::size_t part = coordinator() == 0 ? 1 : 0;
  {
    const Open open = connect();
    const auto list = all_of(open);
    FaultyConnection cut(*list[part]);
    cut.before = [&](const Statement& statement) {
      if (statement.sql.find("COMMIT") != std::string::npos) cut.lose();
    };
    auto through = list;
    through[part] = &cut;
    DistributedTransaction transaction(through);
    insert(through, 1);
    EXPECT_EQ(transaction.commit().size(), 1U);
  }
  {
    const auto alone = databases[part]->connect();
    const std::vector<RecoveryDatabase> one{{alone.get(), "alone"}};
    const std::vector<std::string> before = left();
    ASSERT_EQ(before.size(), 1U);
    const RecoveryReport report = recover(one, {.leave_alone = 0s});
    const auto found =
        std::ranges::find(report.transactions, before[0],
                          [](const RecoveredTransaction& r) { return r.plan.transaction.id; });
    ASSERT_NE(found, report.transactions.end());
    EXPECT_EQ(found->plan.verdict, Verdict::no_coordinator);
    EXPECT_NE(found->plan.transaction.commit.find(before[0]), std::string::npos);
    EXPECT_EQ(left(), before);
  }
  look_after_until_nothing_is_left();
  EXPECT_EQ(count(1), databases.size());
}

INSTANTIATE_TEST_SUITE_P(Pairs, InDoubt, testing::ValuesIn(pairs()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Pairs, Recovering, testing::ValuesIn(pairs()), name_of_engine);

}  // namespace
}  // namespace covet
