#include <csignal>
#include <future>
#include <latch>
#include <set>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "core/base/strings.h"
#include "core/db/distributed_recovery.h"
#include "core/db/distributed_transaction.h"
#include "tests/conformance/surface.h"
#include "tests/support/faulty_connection.h"

// One transaction over databases of several engines: all or nothing, whoever dies, and when.
namespace covet {
namespace {

using namespace std::chrono_literals;
using tests::FaultyConnection;
using tests::TestDatabase;

/// "sqlite_postgresql": two databases, the first of which decides.
class Distributed : public testing::TestWithParam<std::string> {
 protected:
  Distributed() {
    for (const std::string& engine : split(GetParam(), '_')) {
      databases.push_back(std::make_unique<TestDatabase>(engine));
      databases.back()->connect()->execute("CREATE TABLE t (n int PRIMARY KEY)");
    }
  }

  using Open = std::vector<std::unique_ptr<Connection>>;
  Open connect() const {
    ConnectOptions options;
    options.lock_timeout = 2s;
    Open open;
    for (const auto& database : databases)
      open.push_back(database->backend().driver.connect(database->url(), options));
    return open;
  }
  static std::vector<Connection*> all_of(const Open& open) {
    std::vector<Connection*> list;
    for (const auto& connection : open)
      list.push_back(connection.get());
    return list;
  }
  static void insert(const std::vector<Connection*>& list, int n) {
    for (Connection* one : list)
      one->execute(fmt::format("INSERT INTO t VALUES ({})", n));
  }
  /// In how many databases the row stands: all of them, or none.
  std::size_t count(int n) const {
    std::size_t there = 0;
    for (const auto& connection : connect()) {
      there += static_cast<std::size_t>(
          as_int(connection->fetch_value({fmt::format("SELECT count(*) FROM t WHERE n = {}", n)})));
    }
    return there;
  }
  RecoveryReport look_after(RecoveryOptions options = {.leave_alone = 0s}) const {
    const Open open = connect();
    std::vector<RecoveryDatabase> list;
    for (std::size_t i = 0; i < open.size(); ++i)
      list.push_back({open[i].get(), std::to_string(i)});
    return recover(list, options);
  }
  /// What is prepared in these databases; of a server that shows all, only what is of these tests.
  std::vector<std::string> left() const {
    std::set<std::string> ids;
    const Open open = connect();
    std::vector<std::string> identities;
    for (const auto& connection : open)
      identities.push_back(Decisions(*connection).find_identity().value_or(""));
    for (const auto& connection : open) {
      const TwoPhase* words = connection->dialect().two_phase();
      if (words == nullptr) continue;
      for (const PreparedTransaction& one : words->prepared(*connection)) {
        const auto id = parse_branch_id(one.id);
        if (id && std::ranges::count(identities, id->coordinator) > 0) ids.insert(one.id);
      }
    }
    return {ids.begin(), ids.end()};
  }
  /// A server takes a moment to notice that a session is gone.
  void look_after_until_nothing_is_left() const {
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    do {
      look_after();
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "still prepared: " << left().front();
    } while (!left().empty());
  }
  /// Rows of covet_decisions in all databases that say commit.
  std::size_t decisions() const {
    std::size_t found = 0;
    for (const auto& connection : connect()) {
      for (const Decision& one : Decisions(*connection).read())
        found += one.commit ? 1U : 0U;
    }
    return found;
  }
  /// Wherever SQLite stands, it decides.
  std::size_t coordinator() const {
    for (std::size_t i = 0; i < databases.size(); ++i) {
      if (databases[i]->backend().engine == "sqlite") return i;
    }
    return 0;
  }

  std::vector<std::unique_ptr<TestDatabase>> databases;
};

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

TEST_P(Distributed, AParticipantThatIsCutOffAfterTheDecisionIsTold) {
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

TEST_P(Distributed, AParticipantThatIsCutOffBeforeUndoesAll) {
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
TEST_P(Distributed, RecoveryAndTheCoordinatorAgree) {
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

TEST_P(Distributed, RecoveryWaitsForWhoIsAboutToCommit) {
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

TEST_P(Distributed, WithoutItsCoordinatorNothingIsDone) {
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
    EXPECT_NE(found->commit.find(before[0]), std::string::npos);
    EXPECT_EQ(left(), before);
  }
  look_after_until_nothing_is_left();
  EXPECT_EQ(count(1), databases.size());
}

/// What each engine has by itself.
class Preparing : public Surface {};

TEST_P(Preparing, TheIdentityIsMadeOnce) {
  constexpr std::size_t crowd = 6;
  std::latch ready(crowd);
  std::vector<std::future<std::string>> answers;
  for (std::size_t i = 0; i < crowd; ++i) {
    answers.push_back(std::async(std::launch::async, [&] {
      const auto own = connect();
      ready.arrive_and_wait();
      return Decisions(*own).identity();
    }));
  }
  const std::string first = answers[0].get();
  EXPECT_EQ(first.size(), 16U);
  for (std::size_t i = 1; i < crowd; ++i)
    EXPECT_EQ(answers[i].get(), first);
}

/// Of engines that prepare nothing.
class Unprepared : public Surface {};

TEST_P(Unprepared, TwoOfThemCantTakePart) {
  const auto other = connect();
  Connection* const both[] = {connection.get(), other.get()};
  EXPECT_EQ(thrown_by([&] { const DistributedTransaction two(both); }), Errc::unsupported);
  EXPECT_FALSE(connection->in_transaction());
}

/// Of those that do.
class Prepared : public Surface {};

TEST_P(Prepared, AnotherToolsTransactionIsOnlyShown) {
  make_table();
  const TwoPhase& words = *connection->dialect().two_phase();
  const std::string id = "other-" + random_hex();
  {
    const auto session = connect();
    for (const std::string& sql : words.begin(id, {}))
      session->execute(sql);
    session->execute("INSERT INTO t (n) VALUES (1)");
    EXPECT_TRUE(session->in_transaction());
    for (const std::string& sql : words.prepare(id))
      session->execute(sql);
    EXPECT_FALSE(session->in_transaction());
  }
  const std::vector<RecoveryDatabase> list{{connection.get(), "one"}};
  const auto mine = [&] {
    const RecoveryReport report = recover(list, {.leave_alone = 0s});
    return std::ranges::count_if(report.transactions, [&](const RecoveredTransaction& one) {
      return one.plan.transaction.id == id && one.plan.verdict == Verdict::foreign &&
             one.ending == Ending::none;
    });
  };
  EXPECT_EQ(mine(), 1);
  if (is("postgresql")) {
    const auto found = words.prepared(*connection);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_TRUE(found[0].since.has_value());
    EXPECT_FALSE(found[0].owner.empty());
  }
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  std::optional<Errc> refused;
  do {
    refused = thrown_by([&] { connection->execute(words.roll_back(id)); });
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
  } while (refused);
  EXPECT_EQ(mine(), 0);
  EXPECT_EQ(thrown_by([&] { connection->execute(words.commit(id)); }), Errc::undefined_object);
  EXPECT_EQ(count("t"), 0);
}

std::vector<std::string> preparing_engines() {
  std::vector<std::string> names = tests::engines();
  std::erase(names, "sqlite");
  return names;
}

std::vector<std::string> pairs() {
  std::vector<std::string> names;
  for (const std::string& one : tests::engines()) {
    for (const std::string& other : tests::engines()) {
      if (one != "sqlite" || other != "sqlite") names.push_back(one + "_" + other);
    }
  }
  if (tests::engines().size() == 3) names.emplace_back("postgresql_sqlite_mysql");
  return names;
}

INSTANTIATE_TEST_SUITE_P(Pairs, Distributed, testing::ValuesIn(pairs()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Pairs, InDoubt, testing::ValuesIn(pairs()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, Unprepared, testing::ValuesIn(only("sqlite")), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, Prepared, testing::ValuesIn(preparing_engines()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, Preparing, testing::ValuesIn(tests::engines()), name_of_engine);

}  // namespace
}  // namespace covet
