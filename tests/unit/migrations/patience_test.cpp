#include <string>
#include <vector>

#include "core/base/error.h"
#include "tests/unit/migrations/sqlite_fixture.h"

namespace covet::migrations {
namespace {

std::vector<Migration> one() {
  return {read("1_a", "CREATE TABLE a (x);\nINSERT INTO a VALUES (1);\nCREATE TABLE b (x);\n")};
}

class Patience : public OnSqlite {
 protected:
  /// The statement `sql` can't get its lock `times` times.
  void busy(const std::string& sql, int times) {
    line->before = [sql, times, seen = 0](const Statement& statement) mutable {
      if (statement.sql == sql && seen++ < times) throw Error(Errc::lock_timeout, "busy");
    };
  }
  std::size_t rows_of_a() const { return real->fetch_all("SELECT * FROM a").size(); }
};

TEST_F(Patience, TheWholeTransactionBeginsAgain) {
  busy("CREATE TABLE b (x)", 2);
  options.lock_retry = std::chrono::minutes(1);
  EXPECT_FALSE(run(one()).failure);
  EXPECT_EQ(events,
            "start 1/3 ok 2/3 ok 3/3 wait1 1/3 ok 2/3 ok 3/3 wait2 1/3 ok 2/3 ok 3/3 ok done");
  EXPECT_EQ(state(), "a b | 1 applied 3/3");
  EXPECT_EQ(rows_of_a(), 1U);
  ASSERT_EQ(clock.sleeps().size(), 2U);
  EXPECT_GE(clock.sleeps()[0], std::chrono::milliseconds(250));
  EXPECT_LE(clock.sleeps()[0], std::chrono::milliseconds(500));
  EXPECT_GE(clock.sleeps()[1], std::chrono::milliseconds(500));
}

TEST_F(Patience, AJournalledStatementAloneBeginsAgain) {
  without_transactional_ddl();
  busy("CREATE TABLE b (x)", 1);
  options.lock_retry = std::chrono::minutes(1);
  EXPECT_FALSE(run(one()).failure);
  EXPECT_EQ(events, "start 1/3 ok 2/3 ok 3/3 wait1 3/3 ok done");
  EXPECT_EQ(state(), "a b | 1 applied 3/3");
}

TEST_F(Patience, EndsWithItsBudget) {
  busy("CREATE TABLE b (x)", 1000);
  options.lock_retry = std::chrono::seconds(20);
  const Result result = run(one());
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->error.code(), Errc::lock_timeout);
  EXPECT_TRUE(result.failure->nothing_changed);
  EXPECT_NE(result.failure->error.message().find("attempts in 20s"), std::string::npos)
      << result.failure->error.message();
  EXPECT_EQ(state(), "");
}

TEST_F(Patience, IsNoneWhereNoneIsAskedFor) {
  busy("CREATE TABLE b (x)", 1);
  EXPECT_TRUE(run(one()).failure);
  EXPECT_TRUE(clock.sleeps().empty());
}

TEST_F(Patience, IsNotForOtherFaults) {
  options.lock_retry = std::chrono::minutes(1);
  EXPECT_TRUE(run({read("1_a", "CREATE TABLE a (x);\nNONSENSE;\n")}).failure);
  EXPECT_TRUE(clock.sleeps().empty());
}

}  // namespace
}  // namespace covet::migrations
