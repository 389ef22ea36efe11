#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/db/transaction.h"
#include "migrations/batches.h"
#include "migrations/patience.h"
#include "migrations/run_context.h"
#include "migrations/safe_names.h"
#include "migrations/statements.h"
#include "migrations/trace.h"
#include "migrations/transaction_control.h"

namespace covet::migrations {
namespace {

class JournalledRun {
 public:
  JournalledRun(const RunContext& context, const Run& run, std::span<const Segment> segments)
      : context_(context), run_(run), section_(section_of(run)), segments_(segments) {
    find_local_settings();
  }
  Outcome carry_out();

 private:
  std::size_t done() const { return static_cast<std::size_t>(row_.statements_done); }
  void try_steps(std::size_t first);
  void go_on();
  bool begin_row();
  void rerun_session_statements();
  void find_local_settings();
  std::span<const std::size_t> local_settings(std::size_t before) const;
  void rerun_local_settings(std::size_t before);
  void run_segment(const Segment& segment);
  void run_together(const Segment& segment);
  void run_alone(std::size_t index);
  void clear_quietly(const SqlStatement& statement);
  void require_rollback(std::size_t index);
  void finish_row();
  bool ended();
  void restore_quietly();
  bool left_a_trace();
  void record_failure(const Error& error);
  Failure failure(const Error& error);

  const RunContext& context_;
  const Run& run_;
  const Section& section_;
  std::span<const Segment> segments_;
  Applied row_;
  std::optional<Applied> before_;  ///< the row as the history had it
  std::optional<std::size_t> current_;
  StatementTimes times_;
  SafeNames safe_names_;
  DoneChecksum done_checksum_{section_};
  std::vector<std::size_t> local_settings_;  ///< which statements are SET LOCAL
  bool beginning_ = false;                   ///< the history may say that this is under way
  bool begun_ = false;                       ///< it does
  bool finishing_ = false;                   ///< it may say that this is done
  bool as_before_ = false;                   ///< the failure left nothing
  bool unsettled_ = false;  ///< it left something half built, which could not be cleared away
  std::chrono::steady_clock::time_point start_;
};

/// A name that nothing has is better known before anything runs: of the steps that come before the
/// schema changes.
void JournalledRun::try_steps(std::size_t first) {
  const LexicalRules& rules = context_.connection.dialect().lexical_rules();
  for (std::size_t i = first; i < section_.statements.size(); ++i) {
    const SqlStatement& statement = section_.statements[i];
    if (may_change_schema(statement, rules)) break;
    current_ = i;
    if (statement.query) context_.steps.of(statement);
  }
  current_.reset();
}

/// False: somebody else has done it.
bool JournalledRun::begin_row() {
  const bool up = run_.direction == Direction::up;
  before_ = context_.history.find(run_.migration->version);
  if (!before_) {
    if (!up) return false;
    row_ = starting_row(context_, run_);
    row_.done_checksum = done_checksum_.of_first(0);
    context_.history.insert(row_);
    return true;
  }
  row_ = *before_;
  if (up && row_.state == State::applied && row_.version.repeatable() &&
      row_.checksum != run_.migration->up.checksum) {
    row_ = starting_row(context_, run_);
    row_.done_checksum = done_checksum_.of_first(0);
  } else if (up) {
    if (row_.state != State::applying) return false;
    row_.checksum = run_.migration->up.checksum;
    row_.down_checksum = run_.migration->down ? run_.migration->down->checksum : "";
  } else if (row_.state != State::reverting) {
    row_.state = State::reverting;
    row_.under_way = 0;
    row_.statements_done = static_cast<std::int64_t>(run_.first_statement);
    row_.done_checksum = done_checksum_.of_first(run_.first_statement);
  }
  row_.statements_total = static_cast<std::int64_t>(section_.statements.size());
  if (row_.under_way == 0) row_.error.clear();
  context_.history.update(row_);
  return true;
}

/// SET and its like ended with the session that ran them; what comes behind them still counts on
/// them.
void JournalledRun::rerun_session_statements() {
  const LexicalRules& rules = context_.connection.dialect().lexical_rules();
  for (std::size_t i = 0; i < done(); ++i) {
    const SqlStatement& statement = section_.statements[i];
    if (!is_about_session(statement.text, rules)) continue;
    context_.connection.execute(statement.text.str());
    context_.steps.forget_after(statement);
  }
}

/// Behind what an earlier run has done.
void JournalledRun::go_on() {
  if (row_.under_way != 0) {
    settle(context_, run_, row_);
    context_.steps.forget();
  }
  if (done() == 0) return;
  rerun_session_statements();
  // Those of a transaction are said again in the next one only.
  if (local_settings(done()).empty()) try_steps(done());
}

/// SET LOCAL ends with a segment's transaction, but is meant for all of the section.
void JournalledRun::find_local_settings() {
  if (!section_.transaction) return;
  const LexicalRules& rules = context_.connection.dialect().lexical_rules();
  for (std::size_t i = 0; i < section_.statements.size(); ++i) {
    const std::vector<Token> tokens = first_tokens(section_.statements[i].text, 2, rules);
    if (tokens.size() == 2 && is_word(tokens[0], "SET") && is_word(tokens[1], "LOCAL"))
      local_settings_.push_back(i);
  }
}

/// Those before statement `before`.
std::span<const std::size_t> JournalledRun::local_settings(std::size_t before) const {
  const auto end = std::lower_bound(local_settings_.begin(), local_settings_.end(), before);
  return {local_settings_.begin(), end};
}

void JournalledRun::rerun_local_settings(std::size_t before) {
  for (const std::size_t setting : local_settings(before)) {
    const SqlStatement& statement = section_.statements[setting];
    context_.connection.execute(statement.text.str());
    context_.steps.forget_after(statement);
  }
}

/// A statement of rows shares a transaction with its place in the journal; on a table that has no
/// transactions it would run again after a crash.
void JournalledRun::require_rollback(std::size_t index) {
  const SqlStatement& statement = section_.statements[index];
  if (statement.rerunnable || context_.connection.dialect().facts().transactional_ddl) return;
  const std::string sql = context_.steps.sql_of(statement);
  if (safe_names_.hold(sql, context_.connection.dialect().lexical_rules())) return;
  if (context_.backend.guard.rolls_back(context_.connection, sql)) return safe_names_.keep();
  throw Error(Errc::refused,
              "this statement writes to a table that has no transactions: after a crash nobody "
              "could know whether it took effect",
              "give the table an engine with transactions (ENGINE=InnoDB), or, if to run it twice "
              "does no harm, write `-- covet:rerunnable` on a line before it");
}

void JournalledRun::run_together(const Segment& segment) {
  const Applied unchanged = row_;
  StatementTimes times;
  try {
    Transaction transaction(context_.connection);
    rerun_local_settings(segment.begin);
    for (std::size_t i = segment.begin; i < segment.end; ++i) {
      current_ = i;
      require_rollback(i);
      times.add(run_statement(context_, run_, i));
    }
    mark_done(row_, done_checksum_, segment.end);
    context_.history.update(row_);
    transaction.commit();
    times_.append(std::move(times));
    for (const std::size_t ended : local_settings(segment.end))
      context_.steps.forget_after(section_.statements[ended]);
  } catch (const Error&) {
    row_ = unchanged;
    throw;
  }
}

void JournalledRun::clear_quietly(const SqlStatement& statement) {
  if (!context_.connection.usable()) return;
  try {
    clear_leftovers(context_, statement);
  } catch (const Error&) {
    unsettled_ = true;
  }
}

void JournalledRun::run_alone(std::size_t index) {
  safe_names_.forget();
  const SqlStatement& statement = section_.statements[index];
  current_ = index;
  // What stands half built under its name would pass for done.
  if (unsettled_ || is_conditional(statement.text, context_.connection.dialect().lexical_rules())) {
    clear_leftovers(context_, statement);
    unsettled_ = false;
  }
  row_.under_way = static_cast<std::int64_t>(index + 1);
  row_.fingerprint_before = fingerprint_of_named(context_, statement);
  row_.session = context_.session;
  row_.error.clear();
  context_.history.update(row_);
  try {
    times_.add(run_statement(context_, run_, index));
  } catch (const Error&) {
    clear_quietly(statement);
    throw;
  }
  mark_done(row_, done_checksum_, index + 1);
  context_.history.update(row_);
}

void JournalledRun::run_segment(const Segment& segment) {
  current_ = segment.begin;
  if (segment.batched) {
    require_rollback(segment.begin);
    times_.add(run_batches(context_, run_, segment.begin, row_));
    return;
  }
  bool again = false;
  patiently(context_, run_, [&] {
    context_.lock.check();
    if (std::exchange(again, true)) context_.steps.forget();  // what was seen was rolled back
    if (segment.transactional) {
      run_together(segment);
    } else {
      run_alone(segment.begin);
    }
  });
}

void JournalledRun::finish_row() {
  if (run_.direction == Direction::down) {
    context_.history.remove(row_.version);
    return;
  }
  Applied applied = row_;  // should the update fail, it is not that yet
  applied.state = State::applied;
  applied.took += context_.since(start_);
  applied.applied_at = context_.clock.wall();
  applied.applied_by = context_.options.who;
  context_.history.update(applied);
}

/// A refused statement can leave something behind all the same.
bool JournalledRun::left_a_trace() {
  if (row_.under_way == 0 || !current_) return false;
  return fingerprint_of_named(context_, section_.statements[*current_]) != row_.fingerprint_before;
}

/// The server said no, so the statement did not take effect. Where nothing has, the history forgets
/// the attempt.
void JournalledRun::record_failure(const Error& error) {
  if (!context_.connection.usable() || !begun_ || unsettled_) return;
  const bool up = run_.direction == Direction::up;
  const bool as_before = up ? done() == 0 && row_.batch_key.empty()
                            : before_->state != State::reverting && done() == run_.first_statement;
  try {
    if (as_before && !left_a_trace()) {
      if (before_ && before_->state != State::applying) {
        context_.history.update(*before_);
      } else {
        context_.history.remove(row_.version);
      }
      as_before_ = true;
    } else {
      row_.under_way = 0;
      row_.session.clear();
      row_.took += context_.since(start_);
      row_.error = error_text(error, current_ ? &section_.statements[*current_] : nullptr);
      context_.history.update(row_);
    }
  } catch (const Error&) {
    // Then the row says what was under way, and the next run finds out.
  }
}

Failure JournalledRun::failure(const Error& error) {
  Error shown = error;
  if (error.code() == Errc::in_doubt) {
    // The journal knows: the statements and their number were committed together or not at all.
    shown = Error(Errc::connection, error.message(),
                  "run the command again: the history knows whether it took effect");
  }
  Failure failure = current_ ? failure_at(run_, *current_, shown) : failure_of(run_, shown);
  failure.statements_done = done();
  const bool begun = begun_ || (beginning_ && !context_.connection.usable());
  failure.nothing_changed = as_before_ || !begun;
  return failure;
}

void JournalledRun::restore_quietly() {
  try {
    if (context_.connection.usable()) context_.backend.guard.restore(context_.connection);
  } catch (const Error&) {
    // The error that brought us here is the one to tell.
  }
}

/// On a new session: whether the end was written before the connection was lost.
bool JournalledRun::ended() {
  if (!finishing_ || context_.connection.usable() || !context_.options.reconnect) return false;
  try {
    const std::unique_ptr<Connection> connection = context_.options.reconnect();
    const std::optional<Applied> row =
        History(*connection, context_.ddl, context_.history.table_name()).find(row_.version);
    if (run_.direction == Direction::down) return !row;
    return row && row->state == State::applied;
  } catch (const Error&) {
    return false;  // the next run finds out
  }
}

Outcome JournalledRun::carry_out() {
  Outcome outcome;
  start_ = context_.clock.now();
  bool stands = false;
  try {
    context_.backend.guard.prepare(context_.connection, section_.foreign_keys_off);
    // The names of those behind others hang on what the session said.
    if (run_.first_statement == 0) try_steps(0);
    beginning_ = true;
    if (begin_row()) {
      begun_ = true;
      go_on();
      for (Segment segment : segments_) {
        segment.begin = std::max(segment.begin, done());
        if (segment.begin < segment.end) run_segment(segment);
      }
      current_.reset();
      context_.backend.guard.verify(context_.connection, section_.foreign_keys_off);
      context_.connection.reset_settings();
      finishing_ = true;
      finish_row();
    } else {
      outcome.skipped = true;
    }
    stands = true;
    context_.backend.guard.restore(context_.connection);
  } catch (const Error& error) {
    // That only the session could not be put back, its next use tells.
    if (!stands && !ended()) {
      record_failure(error);
      outcome.failure = failure(error);
      restore_quietly();
    }
  }
  outcome.statements_done = times_.count();
  outcome.times = std::move(times_);
  return outcome;
}

}  // namespace

Outcome run_journalled(const RunContext& context, const Run& run,
                       std::span<const Segment> segments) {
  return JournalledRun(context, run, segments).carry_out();
}

}  // namespace covet::migrations
