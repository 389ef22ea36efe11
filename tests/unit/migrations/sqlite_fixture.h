#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/backends.h"
#include "core/config/url.h"
#include "migrations/execute.h"
#include "tests/support/faulty_connection.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/migrations/support.h"

namespace covet::migrations {

using tests::FaultyConnection;

/// The engine's dialect, but as if its DDL had no transactions.
class NoTransactionalDdl : public Dialect {
 public:
  explicit NoTransactionalDdl(const Dialect& inner) : inner_(inner), facts_(inner.facts()) {
    facts_.transactional_ddl = false;
  }
  const DialectFacts& facts() const override { return facts_; }
  const LexicalRules& lexical_rules() const override { return inner_.lexical_rules(); }
  std::string quote(std::string_view name) const override { return inner_.quote(name); }
  std::string placeholder(std::size_t n) const override { return inner_.placeholder(n); }
  std::string literal(const Value& value) const override { return inner_.literal(value); }
  std::vector<std::string> begin(const TransactionOptions& options) const override {
    return inner_.begin(options);
  }
  const query::Spelling* spelling() const override { return inner_.spelling(); }

 private:
  const Dialect& inner_;
  DialectFacts facts_;
};

class FreeLock : public schema::Lock {
 public:
  void check() override {
    if (gone) throw Error(Errc::connection, "the lock is gone");
  }
  bool gone = false;
};

/// A real SQLite database in a folder of its own, with a history.
class OnSqlite : public testing::Test {
 protected:
  void SetUp() override {
    backend = adapters::find_by_engine("sqlite");
    if (backend == nullptr) GTEST_SKIP() << "built without SQLite";
    real = connect();
    ddl = backend->make_ddl(real->server());
    line = std::make_unique<FaultyConnection>(*real);
    history = std::make_unique<History>(*line, *ddl, "covet_migrations");
    options.who = "anna@web-1";
    options.scope.own = {"covet_migrations", "covet_runs"};
  }

  std::unique_ptr<Connection> connect() const {
    Url url;
    url.scheme = "sqlite";
    url.database = (dir.path() / "test.db").string();
    return backend->driver.connect(url, {});
  }
  /// A new process: the line is as new, and fails nowhere.
  void restart() {
    const Dialect& dialect = line->dialect();
    line = std::make_unique<FaultyConnection>(*real);
    line->pretend(dialect);
    history = std::make_unique<History>(*line, *ddl, "covet_migrations");
  }
  void without_transactional_ddl() {
    odd = std::make_unique<NoTransactionalDdl>(backend->dialect);
    line->pretend(*odd);
  }
  Result run(const std::vector<Migration>& migrations, const Target& target = {}) {
    const std::vector<Applied> rows = history->read();
    plan = decide(migrations, rows, target, false);
    return execute(plan, *line, *backend, *ddl, *history, lock, clock, options,
                   [&](const Event& event) { tell(event); });
  }
  void tell(const Event& event) {
    if (on_event) on_event(event);
    struct Names {
      std::string operator()(const RunStarted&) const { return "start"; }
      std::string operator()(const StatementStarted& e) const {
        return std::to_string(e.index + 1) + "/" + std::to_string(e.count);
      }
      std::string operator()(const StatementNotice& e) const { return e.notice->message; }
      std::string operator()(const StatementDone&) const { return "ok"; }
      std::string operator()(const RunDone& e) const { return e.skipped ? "skipped" : "done"; }
      std::string operator()(const RunFailed&) const { return "failed"; }
      std::string operator()(const LockWait& e) const { return "wait" + std::to_string(e.attempt); }
      std::string operator()(const OrphanWait& e) const { return "orphan:" + e.session; }
      std::string operator()(const BatchDone& e) const {
        return std::to_string(e.rows_done) + "of" + std::to_string(e.rows_total);
      }
      std::string operator()(const Settled& e) const {
        return "settled" + std::to_string(e.index + 1) + (e.took_effect ? "+" : "-");
      }
    };
    events += (events.empty() ? "" : " ") + std::visit(Names{}, event);
  }
  /// The line dies before or after every single statement that covet sends, one a round, until a
  /// run gets through. `reset` makes the database new; after the next run `check` sees how it
  /// ended.
  void crash_anywhere(const std::vector<Migration>& migrations, const std::function<void()>& reset,
                      const std::function<void(const std::string& where)>& check) {
    bool finished = false;
    for (std::size_t n = 1; !finished; ++n) {
      ASSERT_LT(n, 400U);
      for (const bool after : {false, true}) {
        for (const char* table : {"covet_migrations", "covet_runs"})
          real->execute("DROP TABLE IF EXISTS " + std::string(table));
        reset();
        restart();
        const auto crash = [this, n](const Statement&) {
          if (line->log.size() == n) line->lose();
        };
        (after ? line->after : line->before) = crash;
        finished = false;
        try {
          finished = !run(migrations).failure;
        } catch (const Error& error) {
          EXPECT_EQ(error.code(), Errc::connection);
        }
        if (real->in_transaction()) real->execute("ROLLBACK");
        restart();
        const std::string where = (after ? "after " : "before ") + std::to_string(n);
        const Result again = run(migrations);
        EXPECT_FALSE(again.failure) << where << ": " << again.failure->error.message();
        check(where);
      }
    }
  }
  /// Tables but for covet's, and the history as text.
  std::string state() const {
    std::string text;
    for (const Row& row :
         real->fetch_all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name "
                         "NOT LIKE 'covet_%' ORDER BY name")) {
      text += row.text("name") + " ";
    }
    for (const Row& row :
         real->fetch_all("SELECT version, state, statements_done AS d, "
                         "statements_total AS t, under_way AS u FROM covet_migrations "
                         "ORDER BY version")) {
      text += "| " + row.text("version") + " " + row.text("state") + " " +
              std::to_string(row.integer("d")) + "/" + std::to_string(row.integer("t")) +
              (row.integer("u") != 0 ? " @" + std::to_string(row.integer("u")) : "") + " ";
    }
    if (!text.empty()) text.pop_back();
    return text;
  }

  tests::TempDir dir;
  const schema::Backend* backend = nullptr;
  std::unique_ptr<Connection> real;
  std::unique_ptr<schema::Ddl> ddl;
  std::unique_ptr<Dialect> odd;
  std::unique_ptr<FaultyConnection> line;
  std::unique_ptr<History> history;
  FreeLock lock;
  StillClock clock;
  ExecuteOptions options;
  RunPlan plan;
  std::string events;
  std::function<void(const Event&)> on_event;
};

}  // namespace covet::migrations
