#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "migrations/blocker_watch.h"
#include "migrations/execute.h"
#include "migrations/live_steps.h"
#include "migrations/run_log.h"
#include "migrations/segments.h"

namespace covet::migrations {

/// What carrying one migration out needs, and where it tells what happens.
struct RunContext {
  Connection& connection;
  const schema::Backend& backend;
  const schema::Ddl& ddl;
  History& history;
  RunLog& log;
  schema::Lock& lock;
  Clock& clock;
  const ExecuteOptions& options;
  const Observer& observer;
  const std::string& session;  ///< the connection's, as Sessions names it
  BlockerWatch& watch;
  LiveSteps& steps;

  void tell(const Event& event) const {
    if (observer) observer(event);
  }
  std::chrono::milliseconds since(std::chrono::steady_clock::time_point start) const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock.now() - start);
  }
};

/// How one run ended.
struct Outcome {
  bool skipped = false;             ///< somebody else had done it
  std::size_t statements_done = 0;  ///< by this run
  StatementTimes times{};
  bool logged = false;  ///< its record was committed with it
  std::optional<Failure> failure{};
};

/// Runs statement `index` of the run as it stands in the file, or what a step comes to by the
/// schema that is there now, and tells before and after. Throws Error{cancelled} where somebody
/// asked to stop; while it runs a stop request cancels it.
StatementTime run_statement(const RunContext& context, const Run& run, std::size_t index);

/// The history's row as a run begins.
Applied starting_row(const RunContext& context, const Run& run);

/// `error` of statement `index`, pointing into the migration file.
Failure failure_at(const Run& run, std::size_t index, const Error& error);
/// `error` that is no statement's: of the section as a whole.
Failure failure_of(const Run& run, const Error& error);

/// A migration and its row in one transaction. Never throws Error.
Outcome run_in_transaction(const RunContext& context, const Run& run);

/// Segment by segment, each with its place in the journal. Never throws Error.
Outcome run_journalled(const RunContext& context, const Run& run,
                       std::span<const Segment> segments);

/// After a crash, with row.under_way set: waits until the session that ran the statement is gone,
/// and finds out whether it took effect. Changes `row` and writes it. Throws as recover() does.
void settle(const RunContext& context, const Run& run, Applied& row);
/// Clears away what an interrupted or refused `statement` left half built.
void clear_leftovers(const RunContext& context, const SqlStatement& statement);
/// The record of a run that went well.
RunRecord record_of(const RunContext& context, const Run& run, Timestamp started,
                    std::chrono::milliseconds took, const StatementTimes& times);

/// What goes into the history of a server's refusal; some servers repeat the statement, and with it
/// a secret.
std::string error_text(const Error& error, const SqlStatement* statement);
/// The time of statement `index`, for the log: with `sql` where it is a step's.
StatementTime time_of(const SqlStatement& statement, std::size_t index,
                      std::chrono::milliseconds took, const std::string& sql);

/// "sha256:…" of the objects that `statement` names, as they are now.
std::string fingerprint_of_named(const RunContext& context, const SqlStatement& statement);

}  // namespace covet::migrations
