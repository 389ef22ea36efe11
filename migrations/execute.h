#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

#include "core/base/clock.h"
#include "migrations/decide.h"
#include "migrations/history.h"
#include "schema/backend.h"

namespace covet::migrations {

struct Failure;

// What happens, for whoever shows it. Pointers are valid during the call.
struct RunStarted {
  const Run* run;
  std::size_t index, count;
};
struct StatementStarted {
  const Run* run;
  const SqlStatement* statement;
  std::size_t index, count;
};
struct StatementDone {
  const Run* run;
  const SqlStatement* statement;
  std::chrono::milliseconds took;
};
struct RunDone {
  const Run* run;
  std::chrono::milliseconds took;
  bool skipped;
};  ///< skipped: somebody else had done it
struct RunFailed {
  const Run* run;
  const Failure* failure;
};
using Event = std::variant<RunStarted, StatementStarted, StatementDone, RunDone, RunFailed>;
using Observer = std::function<void(const Event&)>;

/// How a run ended badly.
struct Failure {
  Error error;  ///< with a Diagnostic in the migration file where a statement failed
  const Run* run = nullptr;
  std::size_t statement = 0;        ///< index of the one that failed
  std::size_t statements_done = 0;  ///< of this migration, that stand in the database
  bool nothing_changed = true;      ///< this migration left nothing (exit 4); false: exit 5
};

struct Result {
  std::size_t migrations_done = 0;
  std::size_t statements_done = 0;
  std::chrono::milliseconds took{0};
  std::optional<Failure> failure;
};

struct ExecuteOptions {
  schema::Scope scope;  ///< for fingerprints
  std::string who;      ///< "anna@web-1"
  std::chrono::milliseconds lock_timeout{0}, statement_timeout{0};
  std::stop_token stop;
  /// Opens another session with the same database, to look the history up when the connection was
  /// lost during COMMIT. Without it the outcome stays unknown.
  std::function<std::unique_ptr<Connection>()> reconnect{};
};

/// Runs the plan, migration by migration. Where the engine's DDL is transactional a migration and
/// its history row are one transaction; elsewhere, and for transaction=none, a journal row with the
/// statement's number and the fingerprint of what it names is committed before each statement, and
/// after a crash that fingerprint decides whether it took effect. `lock.check()` is called before
/// each migration. Stops at the first failure, which is returned, not thrown; throws only what is
/// no migration's fault (the history can't be read).
Result execute(const RunPlan& plan, Connection& connection, const schema::Backend& backend,
               const schema::Ddl& ddl, History& history, schema::Lock& lock, Clock& clock,
               const ExecuteOptions& options, const Observer& observer);

}  // namespace covet::migrations
