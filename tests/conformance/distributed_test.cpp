#include "tests/conformance/distributed.h"

#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

// One transaction over databases of several engines: all or nothing, whoever dies, and when.
namespace covet {
namespace {

TEST_P(Distributed, CommitsEverywhere) {
  const Open open = connect();
  const auto list = all_of(open);
  for (int n = 1; n <= 2; ++n) {
    DistributedTransaction transaction(list);
    EXPECT_EQ(transaction.coordinator(), coordinator());
    insert(list, n);
    EXPECT_TRUE(transaction.commit().empty());
    EXPECT_EQ(count(n), list.size());
    EXPECT_EQ(thrown_by([&] { static_cast<void>(transaction.commit()); }), Errc::internal);
  }
  EXPECT_TRUE(left().empty());
  EXPECT_EQ(decisions(), 0U);
  for (const Connection* one : list)
    EXPECT_FALSE(one->in_transaction());
}

TEST_P(Distributed, RollsBackEverywhere) {
  const Open open = connect();
  const auto list = all_of(open);
  {
    const DistributedTransaction dropped(list);
    insert(list, 1);
    for (const Connection* one : list)
      EXPECT_TRUE(one->in_transaction());
  }
  DistributedTransaction said(list);
  insert(list, 2);
  EXPECT_EQ(thrown_by([&] { list.back()->execute("INSERT INTO t VALUES (2)"); }),
            Errc::unique_violation);
  said.rollback();
  EXPECT_EQ(count(1) + count(2), 0U);
  DistributedTransaction after(list);
  insert(list, 3);
  EXPECT_TRUE(after.commit().empty());
  EXPECT_EQ(count(3), list.size());
}

TEST_P(Distributed, HoldsSavepoints) {
  const Open open = connect();
  const auto list = all_of(open);
  DistributedTransaction whole(list, {.transaction = {Isolation::serializable}});
  for (Connection* one : list) {
    {
      const Transaction undone(*one), also(*one);
      one->execute("INSERT INTO t VALUES (1)");
    }
    Transaction kept(*one);
    one->execute("INSERT INTO t VALUES (2)");
    kept.commit();
  }
  EXPECT_TRUE(whole.commit().empty());
  EXPECT_EQ(count(1), 0U);
  EXPECT_EQ(count(2), list.size());
}

// The child dies right behind each step, by SIGKILL: whatever the databases know then is enough.
TEST_P(Distributed, IsAllOrNothingWhereverItIsKilled) {
  const int steps = static_cast<int>(databases.size()) * 3 + 1;
  for (int step = 1; step <= steps; ++step) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const Open open = connect();
      const auto list = all_of(open);
      int reached = 0;
      DistributedTransaction transaction(list, {.on_step = [&](const DistributedProgress&) {
                                           if (++reached == step) ::raise(SIGKILL);
                                         }});
      insert(list, step);
      static_cast<void>(transaction.commit());
      ::_exit(reached);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "ended by itself after step " << WEXITSTATUS(status);
    ASSERT_NO_FATAL_FAILURE(look_after_until_nothing_is_left());
    // Begun on each, prepared on all but one, written; then it is decided.
    const bool committed = step >= static_cast<int>(databases.size()) * 2 + 1;
    EXPECT_EQ(count(step), committed ? databases.size() : 0U) << "killed behind step " << step;
    EXPECT_EQ(decisions(), 0U) << "killed behind step " << step;
  }
}

INSTANTIATE_TEST_SUITE_P(Pairs, Distributed, testing::ValuesIn(pairs()), name_of_engine);

}  // namespace
}  // namespace covet
