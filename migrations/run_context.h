#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "migrations/execute.h"

namespace covet::migrations {

/// What carrying one migration out needs, and where it tells what happens.
struct RunContext {
  Connection& connection;
  const schema::Backend& backend;
  const schema::Ddl& ddl;
  History& history;
  Clock& clock;
  const ExecuteOptions& options;
  const Observer& observer;

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
  std::optional<Failure> failure{};
};

/// Runs statement `index` of the run as it stands in the file, and tells before and after. Throws
/// Error{cancelled} where somebody asked to stop; while it runs a stop request cancels it.
void run_statement(const RunContext& context, const Run& run, std::size_t index);

/// The history's row as a run begins.
Applied starting_row(const RunContext& context, const Run& run);

/// `error` of statement `index`, pointing into the migration file.
Failure failure_at(const Run& run, std::size_t index, const Error& error);
/// `error` that is no statement's: of the section as a whole.
Failure failure_of(const Run& run, const Error& error);

/// A migration and its row in one transaction. Never throws Error.
Outcome run_in_transaction(const RunContext& context, const Run& run);

/// Statement by statement, each written down before and after. Never throws Error.
Outcome run_journalled(const RunContext& context, const Run& run);

/// "sha256:…" of the objects that `statement` names, as they are now.
std::string fingerprint_of_named(const RunContext& context, const SqlStatement& statement);

}  // namespace covet::migrations
