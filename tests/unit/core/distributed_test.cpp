#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/db/decisions.h"
#include "core/db/distributed_transaction.h"
#include "tests/support/scripted_connection.h"
#include "tests/support/still_clock.h"
#include "tests/support/thrown_by.h"

namespace covet {
namespace {

using namespace std::chrono_literals;
using tests::StillClock;
using tests::thrown_by;

class PlainWords final : public TwoPhase {
 public:
  using Id = std::string_view;
  void require(const ServerInfo& server) const override {
    if (server.details.contains("refuses")) throw Error(Errc::unsupported, "set up not to");
  }
  std::vector<std::string> begin(Id, const TransactionOptions&) const override { return {"begin"}; }
  std::vector<std::string> prepare(Id) const override { return {"end", "prepare"}; }
  std::vector<std::string> abandon(Id) const override { return {"end", "abandon"}; }
  std::string commit(Id) const override { return "commit"; }
  std::string roll_back(Id) const override { return "roll back"; }
  std::vector<PreparedTransaction> prepared(Connection&) const override { return {}; }
};

class MemberDialect final : public Dialect {
 public:
  explicit MemberDialect(bool prepares) : prepares_(prepares) {}
  const DialectFacts& facts() const override { return plain_.facts(); }
  const LexicalRules& lexical_rules() const override { return plain_.lexical_rules(); }
  std::string quote(std::string_view name) const override { return plain_.quote(name); }
  std::string placeholder(std::size_t n) const override { return plain_.placeholder(n); }
  std::string literal(const Value& value) const override { return plain_.literal(value); }
  std::vector<std::string> begin(const TransactionOptions&) const override { return {"BEGIN"}; }
  const TwoPhase* two_phase() const override { return prepares_ ? &words_ : nullptr; }

 private:
  tests::PlainDialect plain_;
  PlainWords words_;
  bool prepares_;
};

/// A database of a distributed transaction: knows its decisions, writes into the journal of all
/// what it is told, and fails where it is told to, once.
class Member final : public Connection {
 public:
  using Connection::execute;
  using Connection::fetch_all;

  Member(std::string name, std::vector<std::string>& journal, bool prepares = true)
      : name_(std::move(name)), journal_(journal), dialect_(prepares) {}

  const Dialect& dialect() const override { return dialect_; }
  const ServerInfo& server() const override { return info; }
  std::uint64_t execute(const Statement& statement) override {
    const std::string what = told(statement.sql);
    journal_.push_back(name_ + " " + what);
    if (!usable_) throw Error(Errc::connection, "lost");
    if (const auto fault = faults.extract(what); !fault.empty()) {
      if (fault.mapped() == Errc::connection) usable_ = false;
      throw Error(fault.mapped(), "scripted", "a hint");
    }
    if (what == "write") rows_.push_back(statement.params);
    if (what == "BEGIN" || what == "begin") open_ = true;
    if (what == "COMMIT" || what == "ROLLBACK" || what == "prepare" || what == "abandon")
      open_ = false;
    if (what == "ROLLBACK") rows_.clear();
    return 1;
  }
  Rows fetch_all(const Statement& statement) override {
    if (!usable_) throw Error(Errc::connection, "lost");
    const auto row = [](std::vector<std::string> names, std::vector<Value> values) {
      return Rows{Row(std::make_shared<const std::vector<std::string>>(std::move(names)),
                      std::move(values))};
    };
    const bool identity = statement.params == std::vector<Value>{std::string("database")};
    if (identity) return row({"outcome"}, {"00000000000000" + name_ + name_});
    if (!stands || rows_.empty()) return {};
    return row({"id", "outcome", "participants", "made"}, rows_.back());
  }
  std::unique_ptr<Cursor> stream(const Statement&) override { return nullptr; }
  std::unique_ptr<BulkWriter> bulk(const BulkTarget&) override { return nullptr; }
  void ping() override {}
  bool usable() const override { return usable_; }
  bool in_transaction() const override { return open_; }
  void cancel() noexcept override {}
  void set_timeouts(std::chrono::milliseconds, std::chrono::milliseconds) override {}

  std::map<std::string, Errc> faults;
  ServerInfo info;
  /// A decision that was written stands, whatever COMMIT said.
  bool stands = false;
  const std::vector<std::vector<Value>>& rows() const { return rows_; }

 private:
  static std::string told(const std::string& sql) {
    if (sql.starts_with("INSERT INTO covet_decisions")) return "write";
    if (sql.starts_with("DELETE FROM covet_decisions")) return "forget";
    return sql;
  }

  std::string name_;
  std::vector<std::string>& journal_;
  MemberDialect dialect_;
  std::vector<std::vector<Value>> rows_;
  bool usable_ = true;
  bool open_ = false;
};

class DistributedTransactions : public testing::Test {
 protected:
  std::vector<std::string> journal;
  Member a{"a", journal};
  Member b{"b", journal};
  Member c{"c", journal};
  std::vector<Connection*> all{&a, &b, &c};
  StillClock clock;

  static constexpr std::string_view up_to_prepared =
      "a BEGIN; b begin; c begin; b end; b prepare; c end; c prepare";

  /// What is said when b or c or a fails at `what`; `code` is what commit() throws.
  std::string said_after(Member& who, const std::string& what, Errc fault,
                         std::optional<Errc> code) {
    who.faults[what] = fault;
    DistributedTransaction transaction(all, {}, clock);
    EXPECT_EQ(thrown_by([&] { unfinished = transaction.commit(); }), code) << what;
    return said();
  }
  std::string said() const { return join(journal, "; "); }
  std::string said_before_and(const std::string& rest) const {
    return std::string(up_to_prepared) + "; " + rest;
  }

  std::vector<UnfinishedPart> unfinished;
};

TEST_F(DistributedTransactions, PrepareDecideAndTell) {
  std::vector<std::string> steps;
  DistributedTransaction transaction(all,
                                     {.on_step =
                                          [&](const DistributedProgress& progress) {
                                            EXPECT_EQ(progress.transaction.size(), 47U);
                                            steps.push_back(std::string(name_of(progress.step)) +
                                                            std::to_string(progress.connection));
                                          }},
                                     clock);
  EXPECT_TRUE(transaction.commit().empty());
  EXPECT_EQ(said(), said_before_and("a write; a COMMIT; b commit; c commit; a forget"));
  EXPECT_EQ(join(steps, " "),
            "begun0 begun1 begun2 prepared1 prepared2 written0 decided0 part_committed1 "
            "part_committed2 finished0");
  ASSERT_EQ(a.rows().size(), 1U);
  EXPECT_EQ(as_string(a.rows()[0][1]), "commit");
  EXPECT_EQ(as_string(a.rows()[0][2]), "00000000000000bb 00000000000000cc");
}

TEST_F(DistributedTransactions, OneConnectionIsAPlainTransaction) {
  Connection* const one[] = {&b};
  DistributedTransaction transaction(one, {}, clock);
  EXPECT_EQ(transaction.id(), "");
  EXPECT_TRUE(transaction.commit().empty());
  EXPECT_EQ(said(), "b BEGIN; b COMMIT");
}

TEST_F(DistributedTransactions, WhoCantPrepareDecides) {
  Member plain("p", journal, false);
  Connection* const two[] = {&a, &plain};
  DistributedTransaction transaction(two, {}, clock);
  EXPECT_EQ(transaction.coordinator(), 1U);
  EXPECT_TRUE(transaction.commit().empty());
  EXPECT_EQ(said(), "a begin; p BEGIN; a end; a prepare; p write; p COMMIT; a commit; p forget");
  Member another("q", journal, false);
  Connection* const three[] = {&plain, &a, &another};
  EXPECT_EQ(thrown_by([&] { const DistributedTransaction refused(three, {}, clock); }),
            Errc::unsupported);
}

TEST_F(DistributedTransactions, WhatCannotTakePartIsRefused) {
  const auto refusal = [&](std::vector<Connection*> list) {
    return thrown_by([&] { const DistributedTransaction refused(list, {}, clock); });
  };
  EXPECT_EQ(refusal({}), Errc::usage);
  EXPECT_EQ(refusal({&a, &b, &a}), Errc::usage);
  c.info.details["refuses"] = "true";
  EXPECT_EQ(refusal({&a, &c}), Errc::unsupported);
  EXPECT_EQ(said(), "");
  const Transaction open(b);
  EXPECT_EQ(refusal({&a, &b}), Errc::usage);
}

TEST_F(DistributedTransactions, UndoesAHalfBegunOne) {
  c.faults["begin"] = Errc::too_many_connections;
  EXPECT_EQ(thrown_by([&] { const DistributedTransaction refused(all, {}, clock); }),
            Errc::too_many_connections);
  EXPECT_EQ(said(), "a BEGIN; b begin; c begin; a ROLLBACK; b end; b abandon; c end; c abandon");
}

TEST_F(DistributedTransactions, RollsBackWhenDropped) {
  { const DistributedTransaction dropped(all, {}, clock); }
  EXPECT_EQ(said(), "a BEGIN; b begin; c begin; a ROLLBACK; b end; b abandon; c end; c abandon");
}

TEST_F(DistributedTransactions, ARefusedPrepareUndoesAll) {
  EXPECT_EQ(said_after(c, "prepare", Errc::check_violation, Errc::check_violation),
            said_before_and("a ROLLBACK; b roll back; c end; c abandon"));
}

TEST_F(DistributedTransactions, ALostPrepareUndoesTheOthersAndSaysSo) {
  c.faults["prepare"] = Errc::in_doubt;
  DistributedTransaction transaction(all, {}, clock);
  try {
    static_cast<void>(transaction.commit());
    ADD_FAILURE() << "committed";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::connection);
    EXPECT_NE(error.hint().find("1 part may still be prepared"), std::string::npos);
    EXPECT_NE(error.hint().find("--resolve"), std::string::npos);
  }
  EXPECT_EQ(said(), said_before_and("a ROLLBACK; b roll back"));
}

TEST_F(DistributedTransactions, ARollbackThatCantBeToldIsLeftToRecovery) {
  b.faults["roll back"] = Errc::connection;
  EXPECT_EQ(said_after(c, "prepare", Errc::deadlock, Errc::deadlock),
            said_before_and("a ROLLBACK; b roll back; c end; c abandon"));
}

TEST_F(DistributedTransactions, RecoveryMayHaveBeenFaster) {
  EXPECT_EQ(said_after(a, "write", Errc::unique_violation, Errc::serialization),
            said_before_and("a write; a ROLLBACK; b roll back; c roll back"));
}

TEST_F(DistributedTransactions, ADecisionThatCantBeWrittenUndoesAll) {
  EXPECT_EQ(said_after(a, "write", Errc::connection, Errc::connection),
            said_before_and("a write; b roll back; c roll back"));
}

TEST_F(DistributedTransactions, ARefusedCommitOfTheCoordinatorUndoesAll) {
  EXPECT_EQ(said_after(a, "COMMIT", Errc::foreign_key_violation, Errc::foreign_key_violation),
            said_before_and("a write; a COMMIT; a ROLLBACK; b roll back; c roll back"));
}

TEST_F(DistributedTransactions, ACommitThatStandsAllTheSameIsOne) {
  a.stands = true;
  a.faults["COMMIT"] = Errc::timeout;
  a.faults["ROLLBACK"] = Errc::statement;  // there is nothing to roll back
  DistributedTransaction transaction(all, {}, clock);
  EXPECT_TRUE(transaction.commit().empty());
  EXPECT_EQ(said(), said_before_and("a write; a COMMIT; a ROLLBACK; b commit; c commit; a forget"));
}

TEST_F(DistributedTransactions, ALostCommitOfTheCoordinatorLeavesAllPrepared) {
  EXPECT_EQ(said_after(a, "COMMIT", Errc::connection, Errc::in_doubt),
            said_before_and("a write; a COMMIT"));
}

TEST_F(DistributedTransactions, WhoCantBeToldIsNamedAndTheDecisionStays) {
  EXPECT_EQ(said_after(b, "commit", Errc::connection, std::nullopt),
            said_before_and("a write; a COMMIT; b commit; c commit"));
  ASSERT_EQ(unfinished.size(), 1U);
  EXPECT_EQ(unfinished[0].connection, 1U);
  EXPECT_TRUE(unfinished[0].id.starts_with("covet-00000000000000aa-"));
  EXPECT_TRUE(unfinished[0].id.ends_with("-1"));
}

TEST_F(DistributedTransactions, WhomRecoveryHasToldIsDone) {
  EXPECT_EQ(said_after(b, "commit", Errc::undefined_object, std::nullopt),
            said_before_and("a write; a COMMIT; b commit; c commit; a forget"));
  EXPECT_TRUE(unfinished.empty());
}

TEST_F(DistributedTransactions, ADecisionThatIsNotForgottenIsNoFault) {
  EXPECT_EQ(said_after(a, "forget", Errc::lock_timeout, std::nullopt),
            said_before_and("a write; a COMMIT; b commit; c commit; a forget"));
  EXPECT_TRUE(unfinished.empty());
}

TEST_F(DistributedTransactions, OneThatWasOpenForTooLongIsUndone) {
  DistributedTransaction transaction(all, {}, clock);
  clock.pass(longest_distributed_transaction + 1s);
  EXPECT_EQ(thrown_by([&] { static_cast<void>(transaction.commit()); }), Errc::timeout);
  EXPECT_EQ(said(), "a BEGIN; b begin; c begin; a ROLLBACK; b end; b abandon; c end; c abandon");
}

// A deadlock that somebody passed over, or DDL on MySQL: the decision must not be written alone.
TEST_F(DistributedTransactions, OneWhoseCoordinatorHasLeftItIsUndone) {
  DistributedTransaction transaction(all, {}, clock);
  a.execute("COMMIT");
  EXPECT_EQ(thrown_by([&] { static_cast<void>(transaction.commit()); }), Errc::statement);
  EXPECT_EQ(said(),
            "a BEGIN; b begin; c begin; a COMMIT; a ROLLBACK; b end; b abandon; c end; c abandon");
}

TEST_F(DistributedTransactions, AnObserverMayStopItBeforeTheDecisionOnly) {
  const auto stopped_at = [&](DistributedStep step) {
    journal.clear();
    DistributedTransaction transaction(all,
                                       {.on_step =
                                            [&](const DistributedProgress& progress) {
                                              if (progress.step == step)
                                                throw Error(Errc::cancelled, "stop");
                                            }},
                                       clock);
    return thrown_by([&] { EXPECT_TRUE(transaction.commit().empty()); });
  };
  EXPECT_EQ(stopped_at(DistributedStep::prepared), Errc::cancelled);
  EXPECT_TRUE(said().ends_with("b prepare; a ROLLBACK; b roll back; c end; c abandon")) << said();
  EXPECT_EQ(stopped_at(DistributedStep::written), Errc::cancelled);
  EXPECT_TRUE(said().ends_with("a write; a ROLLBACK; b roll back; c roll back")) << said();
  EXPECT_EQ(stopped_at(DistributedStep::decided), std::nullopt);
  EXPECT_EQ(stopped_at(DistributedStep::part_committed), std::nullopt);
}

}  // namespace
}  // namespace covet
