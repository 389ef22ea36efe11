#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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
  std::string_view sql{};  ///< what runs: the statement's text, or what a step comes to
};
/// What the server says while a statement runs.
struct StatementNotice {
  const Run* run;
  const SqlStatement* statement;
  const Notice* notice;
};
struct StatementDone {
  const Run* run;
  const SqlStatement* statement;
  std::chrono::milliseconds took;
  std::string_view sql{};  ///< as when it started
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
/// A lock could not be had; what ran was rolled back, and begins again after `pause`.
struct LockWait {
  const Run* run;
  std::string error;
  std::vector<std::string> blockers;  ///< who holds it, as far as the server tells
  std::chrono::milliseconds pause;
  std::size_t attempt;
};
/// The run before this one was killed, and its session still works on the server.
struct OrphanWait {
  const Run* run;
  std::string session;  ///< what it does
};
/// What came of the statement that was under way when an earlier run was killed.
struct Settled {
  const Run* run;
  const SqlStatement* statement;
  std::size_t index;
  bool took_effect;  ///< false: it runs again
};
/// One batch of a statement that runs in batches is committed.
struct BatchDone {
  const Run* run;
  const SqlStatement* statement;
  std::size_t index;
  std::int64_t rows_done, rows_total;  ///< of the table, in this run
  std::chrono::milliseconds since_start;
};
using Event = std::variant<RunStarted, StatementStarted, StatementNotice, StatementDone, RunDone,
                           RunFailed, LockWait, OrphanWait, Settled, BatchDone>;
using Observer = std::function<void(const Event&)>;

/// How a run ended badly.
struct Failure {
  Error error;  ///< with a Diagnostic in the migration file where a statement failed
  const Run* run = nullptr;
  std::optional<std::size_t> statement{};  ///< index of the one that failed, if one did
  std::size_t statements_done = 0;         ///< of this migration, that stand in the database
  bool nothing_changed = true;             ///< this migration left nothing (exit 4); false: exit 5
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
  /// How long a segment is tried again that could not get a lock; zero: never.
  std::chrono::milliseconds lock_retry{0};
  /// How long to wait for the session of a run that was killed; then Error{lock_held}.
  std::chrono::milliseconds orphan_timeout{std::chrono::minutes(5)};
  bool kill_orphan = false;  ///< end that session instead
  std::string tool{};        ///< "covet 1.2.0", for the log of runs
  /// The project's models, from which a step takes what the database can't say (live_steps.h).
  model::ModelSet models{};
  std::stop_token stop;
  /// Opens another session with the same database, to look the history up when the connection was
  /// lost during COMMIT, and to see who is in the way. Without it the outcome stays unknown.
  std::function<std::unique_ptr<Connection>()> reconnect{};
};

/// Finds out what came of the statements that were under way when an earlier run was killed, and
/// writes it into the history: waits until the session that ran one is gone, clears away what it
/// left half built, and compares the fingerprints. To be called before decide(), with the lock
/// held. Returns how many rows it settled. Throws Error{lock_held} where that session goes on,
/// Error{history_mismatch} where the statement is no longer in its file.
std::size_t recover(std::span<const Migration> migrations, Connection& connection,
                    const schema::Backend& backend, const schema::Ddl& ddl, History& history,
                    schema::Lock& lock, Clock& clock, const ExecuteOptions& options,
                    const Observer& observer);
/// True where recover() has something to do.
bool needs_recovery(std::span<const Applied> rows);

/// Runs the plan, migration by migration. Where the engine's DDL is transactional a migration and
/// its history row are one transaction; elsewhere, and where a migration needs several, each
/// segment (segments.h) is a transaction with its place in the journal, and before a statement that
/// none holds a journal row with its number, the session's name and the fingerprint of what it
/// names is committed; after a crash that fingerprint decides whether it took effect. The lock is
/// looked after before each segment. Stops at the first failure, which is returned, not thrown;
/// throws only what is no migration's fault (the history can't be read), and Error{refused} before
/// anything runs where a statement leaves no trace (trace.h).
Result execute(const RunPlan& plan, Connection& connection, const schema::Backend& backend,
               const schema::Ddl& ddl, History& history, schema::Lock& lock, Clock& clock,
               const ExecuteOptions& options, const Observer& observer);

}  // namespace covet::migrations
