#include "core/db/transaction.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet {
namespace {

class PlainDialect final : public Dialect {
 public:
  const DialectFacts& facts() const override { return facts_; }
  const LexicalRules& lexical_rules() const override { return rules_; }
  std::string quote(std::string_view identifier) const override { return std::string(identifier); }
  std::string placeholder(std::size_t) const override { return "?"; }
  std::string literal(const Value& value) const override { return to_text(value); }
  std::vector<std::string> begin(Isolation isolation, Access access) const override {
    std::vector<std::string> sql = {"BEGIN"};
    if (isolation == Isolation::serializable) sql.emplace_back("SERIALIZABLE");
    if (access == Access::read_only) sql.emplace_back("READ ONLY");
    return sql;
  }

 private:
  DialectFacts facts_{};
  LexicalRules rules_{};
};

// Keeps a log, knows BEGIN, COMMIT and ROLLBACK, and fails where it is told to, once a statement.
class ScriptedConnection final : public Connection {
 public:
  using Connection::execute;
  using Connection::query;

  const Dialect& dialect() const override { return dialect_; }
  const ServerInfo& server() const override { return server_; }
  std::uint64_t execute(const Statement& statement) override {
    log.push_back(statement.sql);
    if (const auto fault = faults.extract(statement.sql); !fault.empty()) {
      if (fault.mapped() == Errc::connection) usable_ = false;
      throw Error(fault.mapped(), "scripted");
    }
    if (statement.sql == "BEGIN") open_ = true;
    if (statement.sql == "COMMIT" || statement.sql == "ROLLBACK") open_ = false;
    return 0;
  }
  Rows query(const Statement&) override { return {}; }
  void ping() override {}
  bool usable() const override { return usable_; }
  bool in_transaction() const override { return open_; }
  void cancel() noexcept override {}
  void set_timeouts(std::chrono::milliseconds, std::chrono::milliseconds) override {}

  std::string said() const { return join(log, "; "); }

  std::vector<std::string> log;
  std::map<std::string, Errc> faults;

 private:
  PlainDialect dialect_;
  ServerInfo server_;
  bool usable_ = true;
  bool open_ = false;
};

class PatientClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point now() const override { return {}; }
  Timestamp wall() const override { return {}; }
  void sleep(std::chrono::milliseconds duration, std::stop_token) override {
    slept.push_back(duration.count());
  }
  std::vector<std::int64_t> slept;
};

template <class Work>
std::optional<Errc> thrown_by(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

TEST(Transaction, CommitsOrRollsBack) {
  ScriptedConnection connection;
  {
    Transaction one(connection, Isolation::serializable, Access::read_only);
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
  const auto begin = [&] { Transaction(connection, Isolation::server_default, Access::read_only); };
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
  PatientClock clock;
  int runs = 0;
  in_transaction(connection, Isolation::server_default, {}, clock, [&] {
    if (++runs < 3) throw Error(Errc::deadlock, "scripted");
  });
  EXPECT_EQ(connection.said(), "BEGIN; ROLLBACK; BEGIN; ROLLBACK; BEGIN; COMMIT");
  ASSERT_EQ(clock.slept.size(), 2U);
  EXPECT_TRUE(clock.slept[0] >= 10 && clock.slept[0] <= 20);
  EXPECT_TRUE(clock.slept[1] >= 20 && clock.slept[1] <= 40);
}

TEST(InTransaction, GivesUpInTime) {
  PatientClock clock;
  const auto runs_with = [&](Errc code, bool nested) {
    ScriptedConnection connection;
    std::optional<Transaction> outer;
    if (nested) outer.emplace(connection);
    int runs = 0;
    EXPECT_EQ(thrown_by([&] {
                in_transaction(connection, Isolation::server_default, {}, clock, [&] {
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
