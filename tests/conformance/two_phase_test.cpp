#include <future>
#include <latch>
#include <thread>

#include "core/db/distributed_recovery.h"
#include "core/db/distributed_transaction.h"
#include "tests/conformance/surface.h"

// What each engine prepares, and how that is named and seen.
namespace covet {
namespace {

using namespace std::chrono_literals;

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

/// Where a name may have two parts and any bytes.
class NamedByBytes : public Surface {};

TEST_P(NamedByBytes, AnotherToolsNameIsWrittenSoThatTheServerTakesIt) {
  const std::string name = "X'" + random_hex() + "00ff', X'27', 4711";
  {
    const auto session = connect();
    make_table();
    for (const std::string& sql : {"XA START " + name, std::string("INSERT INTO t (n) VALUES (1)"),
                                   "XA END " + name, "XA PREPARE " + name}) {
      session->execute(sql);
    }
  }
  const auto found = connection->dialect().two_phase()->prepared(*connection);
  const auto one = std::ranges::find(found, "XA COMMIT " + name, &PreparedTransaction::commit);
  ASSERT_NE(one, found.end());
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  while (thrown_by([&] { connection->execute(one->commit); }))
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
  EXPECT_EQ(count("t"), 1);
}

std::vector<std::string> preparing_engines() {
  std::vector<std::string> names = tests::engines();
  std::erase(names, "sqlite");
  return names;
}

INSTANTIATE_TEST_SUITE_P(Engines, Unprepared, testing::ValuesIn(only("sqlite")), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, NamedByBytes, testing::ValuesIn(only("mysql")), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, Prepared, testing::ValuesIn(preparing_engines()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, Preparing, testing::ValuesIn(tests::engines()), name_of_engine);

}  // namespace
}  // namespace covet
