#include "core/db/transaction.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/support/scripted_connection.h"
#include "tests/support/still_clock.h"
#include "tests/support/thrown_by.h"

namespace covet {
namespace {

using namespace std::chrono_literals;
using tests::ScriptedConnection;
using tests::StillClock;
using tests::thrown_by;

TEST(Transaction, CommitsOrRollsBack) {
  ScriptedConnection connection;
  {
    Transaction one(connection, {Isolation::serializable, Access::read_only});
    one.commit();
  }
  { const Transaction two(connection); }
  EXPECT_EQ(connection.said(), "BEGIN; SERIALIZABLE; READ ONLY; COMMIT; BEGIN; ROLLBACK");
}

TEST(Transaction, NestsAsSavepointsWithNamesOfTheirOwn) {
  ScriptedConnection connection;
  {
    Transaction outer(connection);
    {
      Transaction one(connection);
      { const Transaction two(connection); }
      one.commit();
    }
    Transaction three(connection);
    three.rollback();
    three.rollback();
    outer.commit();
  }
  EXPECT_EQ(connection.said(),
            "BEGIN; SAVEPOINT covet_1; SAVEPOINT covet_2; ROLLBACK TO SAVEPOINT covet_2; "
            "RELEASE SAVEPOINT covet_2; RELEASE SAVEPOINT covet_1; SAVEPOINT covet_1; "
            "ROLLBACK TO SAVEPOINT covet_1; RELEASE SAVEPOINT covet_1; COMMIT");
}

TEST(Transaction, LeavesALostCommitInDoubt) {
  ScriptedConnection connection;
  connection.faults["COMMIT"] = Errc::connection;
  Transaction transaction(connection);
  EXPECT_EQ(thrown_by([&] { transaction.commit(); }), Errc::in_doubt);
  EXPECT_EQ(connection.said(), "BEGIN; COMMIT");
}

TEST(Transaction, RollsARefusedCommitBack) {
  ScriptedConnection connection;
  connection.faults["COMMIT"] = Errc::foreign_key_violation;
  Transaction transaction(connection);
  EXPECT_EQ(thrown_by([&] { transaction.commit(); }), Errc::foreign_key_violation);
  EXPECT_EQ(thrown_by([&] { transaction.commit(); }), Errc::internal);
  EXPECT_EQ(connection.said(), "BEGIN; COMMIT; ROLLBACK");
}

TEST(Transaction, UndoesAHalfBegunOne) {
  ScriptedConnection connection;
  connection.faults["READ ONLY"] = Errc::statement;
  const auto begin = [&] {
    Transaction(connection, {Isolation::server_default, Access::read_only});
  };
  EXPECT_EQ(thrown_by(begin), Errc::statement);
  EXPECT_EQ(connection.said(), "BEGIN; READ ONLY; ROLLBACK");
}

TEST(Transaction, ItsDestructorThrowsNothing) {
  ScriptedConnection connection;
  connection.faults["ROLLBACK"] = Errc::connection;
  { const Transaction transaction(connection); }
  EXPECT_FALSE(connection.usable());
}

TEST(InTransaction, TriesDeadlocksAgain) {
  ScriptedConnection connection;
  StillClock clock;
  int runs = 0;
  in_transaction(connection, {Isolation::server_default}, usual_transaction_retry, clock, [&] {
    if (++runs < 3) throw Error(Errc::deadlock, "scripted");
  });
  EXPECT_EQ(connection.said(), "BEGIN; ROLLBACK; BEGIN; ROLLBACK; BEGIN; COMMIT");
  ASSERT_EQ(clock.sleeps().size(), 2U);
  EXPECT_TRUE(clock.sleeps()[0] >= 50ms && clock.sleeps()[0] <= 100ms);
  EXPECT_TRUE(clock.sleeps()[1] >= 100ms && clock.sleeps()[1] <= 200ms);
}

TEST(InTransaction, GivesUpInTime) {
  StillClock clock;
  const auto runs_with = [&](Errc code, bool nested) {
    ScriptedConnection connection;
    std::optional<Transaction> outer;
    if (nested) outer.emplace(connection);
    int runs = 0;
    EXPECT_EQ(thrown_by([&] {
                in_transaction(connection, {Isolation::server_default}, {}, clock, [&] {
                  ++runs;
                  throw Error(code, "scripted");
                });
              }),
              code);
    return runs;
  };
  EXPECT_EQ(runs_with(Errc::serialization, false), 3);
  EXPECT_EQ(runs_with(Errc::serialization, true), 1);
  EXPECT_EQ(runs_with(Errc::unique_violation, false), 1);
  EXPECT_EQ(runs_with(Errc::in_doubt, false), 1);
}

TEST(ServerInfo, ShowsTheProductAndItsVersion) {
  const auto shown = [](std::string vendor, std::string version) {
    ServerInfo info;
    info.vendor = std::move(vendor);
    info.version = std::move(version);
    return info.display();
  };
  EXPECT_EQ(shown("MariaDB", "10.11.19-MariaDB-0+deb12u1"), "MariaDB 10.11.19");
  EXPECT_EQ(shown("PostgreSQL", "15.6 (Debian 15.6-1)"), "PostgreSQL 15.6");
  EXPECT_EQ(shown("SQLite", "3.40.1"), "SQLite 3.40.1");
  EXPECT_EQ(shown("SQLite", ""), "SQLite");
}

TEST(Row, FindsColumnsByName) {
  const auto names = std::make_shared<const std::vector<std::string>>(
      std::vector<std::string>{"NAME", "n", "ok", "nothing"});
  const Row row(names, {std::string("x"), std::int64_t{5}, true, Null{}});
  EXPECT_EQ(row.text("name"), "x");
  EXPECT_EQ(row.integer("n"), 5);
  EXPECT_TRUE(row.flag("ok"));
  EXPECT_TRUE(row.null("nothing"));
  EXPECT_EQ(row.text("nothing") + std::to_string(row.integer("nothing")), "0");
  EXPECT_FALSE(row.flag("nothing"));
  EXPECT_EQ(thrown_by([&] { row.text("none"); }), Errc::internal);
}

}  // namespace
}  // namespace covet
