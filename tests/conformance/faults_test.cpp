#include <atomic>
#include <barrier>
#include <thread>
#include <utility>

#include "core/db/transaction.h"
#include "tests/conformance/surface.h"

// Faults have their kinds, and those that go away are tried again.
namespace covet {
namespace {

using namespace std::chrono_literals;

/// Faults by kind.
class Faults : public Surface {
 protected:
  void make_family() {
    connection->execute(
        "CREATE TABLE parents (id int PRIMARY KEY, name varchar(20) NOT NULL UNIQUE, "
        "CONSTRAINT positive CHECK (id > 0))");
    connection->execute(
        "CREATE TABLE children (id int PRIMARY KEY, parent int, "
        "FOREIGN KEY (parent) REFERENCES parents (id))");
    connection->execute("INSERT INTO parents VALUES (1, 'a')");
  }
};

TEST_P(Faults, HaveTheirKinds) {
  make_family();
  const auto kind = [&](const std::string& sql) {
    return thrown_by([&] { connection->execute(sql); });
  };
  EXPECT_EQ(kind("INSERT INTO parents VALUES (2, 'a')"), Errc::unique_violation);
  EXPECT_EQ(kind("INSERT INTO parents VALUES (1, 'b')"), Errc::unique_violation);
  EXPECT_EQ(kind("INSERT INTO parents VALUES (2, NULL)"), Errc::not_null_violation);
  EXPECT_EQ(kind("INSERT INTO parents VALUES (-1, 'b')"), Errc::check_violation);
  EXPECT_EQ(kind("INSERT INTO children VALUES (1, 7)"), Errc::foreign_key_violation);
  connection->execute("INSERT INTO children VALUES (1, 1)");
  EXPECT_EQ(kind("DELETE FROM parents"), Errc::foreign_key_violation);
  connection->execute(
      "CREATE TABLE held (id int PRIMARY KEY, parent int, "
      "FOREIGN KEY (parent) REFERENCES parents (id) ON DELETE RESTRICT)");
  connection->execute("DELETE FROM children");
  connection->execute("INSERT INTO held VALUES (1, 1)");
  EXPECT_EQ(kind("DELETE FROM parents"), Errc::foreign_key_violation);
  EXPECT_EQ(kind("SELEC 1"), Errc::syntax);
  EXPECT_EQ(kind("SELECT * FROM nowhere"), Errc::undefined_object);
  EXPECT_EQ(kind("CREATE TABLE parents (id int)"), Errc::duplicate_object);
  EXPECT_TRUE(connection->usable());
}

TEST_P(Faults, ALockHasItsTimeout) {
  make_family();
  const auto other = connect();
  Transaction holder(*other);
  other->execute("UPDATE parents SET name = 'b' WHERE id = 1");
  connection->set_timeouts(0ms, 1s);
  EXPECT_EQ(thrown_by([&] { connection->execute("UPDATE parents SET name = 'c' WHERE id = 1"); }),
            Errc::lock_timeout);
  holder.rollback();
  EXPECT_EQ(connection->execute("UPDATE parents SET name = 'c' WHERE id = 1"), 1U);
}

/// SQLite has one writer at a time, which waits at BEGIN, and read-only connections, not
/// transactions.
class ServerFaults : public Faults {};

TEST_P(ServerFaults, NoRoomIsNoFaultOfTheStatement) {
  std::string fill = "DO $$ BEGIN RAISE EXCEPTION 'No space left' USING ERRCODE = '53100'; END $$";
  if (is("mysql")) {
    connection->execute("SET SESSION max_heap_table_size = 16384");
    connection->execute("CREATE TABLE small (a char(255), b char(255)) ENGINE = MEMORY");
    connection->execute("INSERT INTO small VALUES ('a', 'b')");
    for (int i = 0; i < 3; ++i)
      connection->execute("INSERT INTO small SELECT * FROM small");
    fill = "INSERT INTO small SELECT a.* FROM small a, small b, small c";
  }
  try {
    connection->execute(fill);
    FAIL() << "there was room";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::io) << error.message();
    EXPECT_NE(error.hint().find("free"), std::string::npos) << error.hint();
  }
}

// Each holds what the other wants, once: one of them is the victim, and tries again.
TEST_P(ServerFaults, ADeadlockIsTriedAgain) {
  connection->execute("CREATE TABLE accounts (id int PRIMARY KEY, n int NOT NULL)");
  connection->execute("INSERT INTO accounts VALUES (1, 0), (2, 0)");
  std::barrier both_hold(2);
  std::atomic<int> runs = 0;
  const auto cross = [&](int first, int second) {
    const auto own = connect();
    bool before = true;
    in_transaction(*own, {Isolation::read_committed}, usual_transaction_retry, system_clock(), [&] {
      ++runs;
      const std::string sql = "UPDATE accounts SET n = n + 1 WHERE id = ";
      own->execute(sql + std::to_string(first));
      if (std::exchange(before, false)) both_hold.arrive_and_wait();
      own->execute(sql + std::to_string(second));
    });
  };
  {
    const std::jthread one(cross, 1, 2);
    const std::jthread other(cross, 2, 1);
  }
  EXPECT_EQ(as_int(connection->fetch_value({"SELECT sum(n) FROM accounts"})), 4);
  EXPECT_EQ(runs, 3);
  if (is("mysql")) {
    EXPECT_NE(database.backend().maintenance.deadlocks(*connection).find("accounts"),
              std::string::npos);
  }
}

/// Where SERIALIZABLE does not lock.
class SerializationFaults : public Faults {};

TEST_P(SerializationFaults, ASerializationFailureIsTriedAgain) {
  connection->execute("CREATE TABLE accounts (id int PRIMARY KEY, n int NOT NULL)");
  connection->execute("INSERT INTO accounts VALUES (1, 0)");
  const auto other = connect();
  int runs = 0;
  in_transaction(*connection, {Isolation::serializable}, usual_transaction_retry, system_clock(),
                 [&] {
                   const auto n = as_int(connection->fetch_value({"SELECT n FROM accounts"}));
                   if (++runs == 1) other->execute("UPDATE accounts SET n = 5");
                   connection->execute(Statement{"UPDATE accounts SET n = $1", {n + 1}});
                 });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(as_int(connection->fetch_value({"SELECT n FROM accounts"})), 6);
}

TEST_P(ServerFaults, AReadOnlyTransactionWritesNothing) {
  make_family();
  const Transaction reading(*connection, {Isolation::repeatable_read, Access::read_only});
  EXPECT_EQ(thrown_by([&] { connection->execute("INSERT INTO parents VALUES (2, 'b')"); }),
            Errc::read_only);
}

TEST_P(Faults, EveryIsolationLevelIsTaken) {
  make_family();
  for (const Isolation isolation : {Isolation::read_uncommitted, Isolation::read_committed,
                                    Isolation::repeatable_read, Isolation::serializable}) {
    Transaction transaction(*connection, {isolation});
    connection->execute("UPDATE parents SET name = 'x' WHERE id = 1");
    {
      const Transaction nested(*connection);
      connection->execute("UPDATE parents SET name = 'y' WHERE id = 1");
    }
    EXPECT_EQ(as_string(connection->fetch_value({"SELECT name FROM parents"})), "x");
    transaction.rollback();
    EXPECT_EQ(as_string(connection->fetch_value({"SELECT name FROM parents"})), "a");
  }
}

/// Where one lock guards the writing to all of the database, and nothing but that file stands
/// between readers and a writer.
class FileLocks : public Faults {
 protected:
  FileLocks() {
    make_family();
    connection->fetch_all("PRAGMA journal_mode = DELETE");
    connection->set_timeouts(0ms, 50ms);
    other = connect();
    other->set_timeouts(0ms, 50ms);
  }
  std::optional<Errc> read_by_other() {
    return thrown_by([&] { other->fetch_all("SELECT * FROM parents"); });
  }

  std::unique_ptr<Connection> other;
};

TEST_P(FileLocks, AnExclusiveOneKeepsReadersOut) {
  {
    const Transaction writing(*connection, {.write_lock = WriteLock::at_begin});
    EXPECT_EQ(read_by_other(), std::nullopt);
  }
  {
    const Transaction writing(*connection, {.write_lock = WriteLock::exclusive});
    EXPECT_EQ(read_by_other(), Errc::lock_timeout);
  }
  EXPECT_EQ(read_by_other(), std::nullopt);
}

TEST_P(FileLocks, TwoMayBeginThatLockWhenTheyWrite) {
  {
    const Transaction first(*connection, {.write_lock = WriteLock::at_begin});
    EXPECT_EQ(thrown_by([&] { const Transaction second(*other, {}); }), Errc::lock_timeout);
  }
  const TransactionOptions late{.write_lock = WriteLock::at_first_write};
  Transaction first(*connection, late);
  Transaction second(*other, late);
  EXPECT_EQ(read_by_other(), std::nullopt);
  second.rollback();
  connection->execute("UPDATE parents SET name = 'b' WHERE id = 1");
  first.commit();
  EXPECT_EQ(as_string(other->fetch_value({"SELECT name FROM parents"})), "b");
}

TEST_P(SerializationFaults, ADeferrableTransactionIsOne) {
  const auto deferrable = [&] {
    return as_string(connection->fetch_value({"SHOW transaction_deferrable"}));
  };
  {
    const Transaction reading(
        *connection,
        {.isolation = Isolation::serializable, .access = Access::read_only, .deferrable = true});
    EXPECT_EQ(deferrable(), "on");
    EXPECT_EQ(as_string(connection->fetch_value({"SHOW transaction_isolation"})), "serializable");
    EXPECT_EQ(as_string(connection->fetch_value({"SHOW transaction_read_only"})), "on");
  }
  const Transaction reading(*connection,
                            {.isolation = Isolation::serializable, .access = Access::read_only});
  EXPECT_EQ(deferrable(), "off");
}

INSTANTIATE_TEST_SUITE_P(Engines, FileLocks, testing::ValuesIn(only("sqlite")), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, Faults, testing::ValuesIn(surface_engines()), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, ServerFaults, testing::ValuesIn(server_engines()),
                         name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, SerializationFaults, testing::ValuesIn(only("postgresql")),
                         name_of_engine);

}  // namespace
}  // namespace covet
