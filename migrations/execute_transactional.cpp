#include <optional>
#include <utility>
#include <vector>

#include "core/db/transaction.h"
#include "migrations/patience.h"
#include "migrations/run_context.h"
#include "migrations/statements.h"

namespace covet::migrations {
namespace {

/// How long a lost session may keep its transaction open before the outcome counts as unknown.
constexpr std::chrono::seconds patience{20};

/// Whether somebody else has done already what `run` is for.
bool already_done(const Run& run, const std::optional<Applied>& row) {
  if (row && (row->state == State::applying || row->state == State::reverting)) {
    throw Error(Errc::refused, run.migration->version.text() + " is half done by somebody else now",
                "run the command again: it goes on from there");
  }
  if (run.migration->version.repeatable() && run.direction == Direction::up) {
    return row && row->checksum == run.migration->up.checksum;
  }
  return row.has_value() == (run.direction == Direction::up);
}

class TransactionalRun {
 public:
  TransactionalRun(const RunContext& context, const Run& run)
      : context_(context), run_(run), section_(section_of(run)) {}
  Outcome carry_out();

 private:
  bool attempt();
  void begin_row();
  void finish_row();
  void run_statements();
  Outcome resolve(const Error& error);
  bool committed(Connection& connection);
  bool lost_the_race(const Error& error);
  void restore_quietly();

  const RunContext& context_;
  const Run& run_;
  const Section& section_;
  Applied row_;
  std::chrono::steady_clock::time_point start_;
  Timestamp began_{};
  StatementTimes times_;
  std::optional<std::size_t> current_;  ///< the statement that is running
  bool again_ = false;                  ///< a repeatable one that ran before
  bool ended_early_ = false;            ///< a statement ended the transaction by itself
};

/// First of all, so that its key stops a second runner, and its lock a second reverter.
void TransactionalRun::begin_row() {
  const BlockerWatch::Watched watched(context_.watch);  // it may wait for the other
  if (run_.direction == Direction::up) {
    again_ = !row_.version.empty();
    row_ = starting_row(context_, run_);
    if (again_) {
      context_.history.update(row_);
    } else {
      context_.history.insert(row_);
    }
  } else {
    row_.state = State::reverting;
    context_.history.update(row_);
  }
}

void TransactionalRun::finish_row() {
  const std::chrono::milliseconds took = context_.since(start_);
  context_.log.add(record_of(context_, run_, began_, took, times_));
  if (run_.direction == Direction::down) {
    context_.history.remove(row_.version);
    return;
  }
  row_.state = State::applied;
  row_.statements_done = row_.statements_total;
  row_.took = took;
  context_.history.update(row_);
}

void TransactionalRun::run_statements() {
  for (std::size_t i = 0; i < section_.statements.size(); ++i) {
    current_ = i;
    times_.add(run_statement(context_, run_, i));
    if (!context_.connection.in_transaction()) {
      ended_early_ = true;
      throw Error(Errc::statement, "this statement ended the transaction of the migration",
                  "what ran before it stays; put transaction=none on the section");
    }
  }
  current_.reset();
}

/// On a new session: inserting or locking the row waits for the lost session's transaction, should
/// it still live.
bool TransactionalRun::committed(Connection& connection) {
  History history(connection, context_.ddl, context_.history.table_name());
  Transaction probe(connection);
  if (run_.direction == Direction::down || again_) {
    history.lock(row_.version);
    const std::optional<Applied> row = history.find(row_.version);
    if (run_.direction == Direction::down) return !row;
    return row && row->checksum == run_.migration->up.checksum;
  }
  try {
    history.insert(row_);
    return false;
  } catch (const Error& error) {
    if (error.code() == Errc::unique_violation) return true;
    throw;
  }
}

Outcome TransactionalRun::resolve(const Error& error) {
  Outcome outcome;
  outcome.failure = failure_of(run_, error);
  outcome.failure->nothing_changed = false;
  if (!context_.options.reconnect) return outcome;
  try {
    const std::unique_ptr<Connection> connection = context_.options.reconnect();
    connection->set_timeouts(patience, patience);
    if (committed(*connection)) {
      outcome.failure.reset();
      outcome.logged = true;
      outcome.statements_done = section_.statements.size();
    } else {
      outcome.failure = failure_of(
          run_, Error(Errc::connection,
                      "the connection was lost before COMMIT took effect; the history says so",
                      "run the command again"));
    }
  } catch (const Error&) {
    // Neither could it be looked up: the outcome stays unknown.
  }
  return outcome;
}

/// The row's key refused a second runner, and the first one has finished.
bool TransactionalRun::lost_the_race(const Error& error) {
  if (error.code() != Errc::unique_violation || current_ || run_.direction == Direction::down) {
    return false;
  }
  const std::optional<Applied> row = context_.history.find(run_.migration->version);
  return row && row->state == State::applied;
}

void TransactionalRun::restore_quietly() {
  try {
    if (context_.connection.usable()) context_.backend.guard.restore(context_.connection);
  } catch (const Error&) {
    // The error that brought us here is the one to tell.
  }
}

/// False: somebody else has done it.
bool TransactionalRun::attempt() {
  current_.reset();
  times_.clear();
  began_ = context_.clock.wall();
  context_.lock.check();
  context_.backend.guard.prepare(context_.connection, section_.foreign_keys_off);
  Transaction transaction(context_.connection);
  context_.lock.enter(context_.connection);
  if (context_.lock.per_transaction()) context_.steps.forget();  // others may have run in between
  std::optional<Applied> row = context_.history.find(run_.migration->version);
  if (already_done(run_, row)) {
    transaction.rollback();
    return false;
  }
  row_ = row ? std::move(*row) : Applied{};
  begin_row();
  run_statements();
  context_.backend.guard.verify(context_.connection, section_.foreign_keys_off);
  context_.connection.reset_settings();  // a role that the migration took may not write the history
  finish_row();
  transaction.commit();
  return true;
}

Outcome TransactionalRun::carry_out() {
  Outcome outcome;
  start_ = context_.clock.now();
  bool stands = false;
  try {
    bool again = false;
    patiently(context_, run_, [&] {
      if (std::exchange(again, true)) context_.steps.forget();  // what was seen was rolled back
      outcome.skipped = !attempt();
    });
    stands = true;
    if (!outcome.skipped) outcome.statements_done = section_.statements.size();
    outcome.logged = !outcome.skipped;
    context_.backend.guard.restore(context_.connection);
    return outcome;
  } catch (const Error& error) {
    if (stands) return outcome;  // only the session could not be put back; the next use of it tells
    outcome.times = times_;
    if (error.code() == Errc::in_doubt) return resolve(error);
    restore_quietly();
    if (lost_the_race(error)) {
      outcome.skipped = true;
      return outcome;
    }
    outcome.failure = current_ ? failure_at(run_, *current_, error) : failure_of(run_, error);
    outcome.failure->nothing_changed = !ended_early_;
    return outcome;
  }
}

}  // namespace

Outcome run_in_transaction(const RunContext& context, const Run& run) {
  return TransactionalRun(context, run).carry_out();
}

}  // namespace covet::migrations
