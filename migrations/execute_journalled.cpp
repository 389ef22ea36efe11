#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "migrations/run_context.h"
#include "migrations/statements.h"
#include "migrations/transaction_control.h"

namespace covet::migrations {
namespace {

constexpr std::size_t longest_error = 1000;

/// What goes into the history of a server's refusal; some servers repeat the statement, and with it
/// a secret.
std::string error_text(const Error& error, const SqlStatement& statement) {
  const std::string sql = to_lower(statement.text);
  for (const std::string_view word : {"password", "identified", "secret"}) {
    if (sql.find(word) != std::string::npos) return std::string(name_of(error.code()));
  }
  std::string text = error.message().substr(0, longest_error);
  while (!text.empty() && !is_valid_utf8(text))
    text.pop_back();
  return text.empty() ? std::string(name_of(error.code())) : text;
}

bool changes_only_rows(const SqlStatement& statement, const LexicalRules& rules) {
  const std::vector<Token> tokens = first_tokens(statement.text, 1, rules);
  constexpr std::array words = {"INSERT", "UPDATE", "DELETE", "REPLACE", "WITH",
                                "LOAD",   "SET",    "DO",     "SELECT"};
  return !tokens.empty() && std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return is_word(tokens[0], word);
  });
}

class JournalledRun {
 public:
  JournalledRun(const RunContext& context, const Run& run)
      : context_(context), run_(run), section_(section_of(run)) {}
  Outcome carry_out();

 private:
  std::size_t done() const { return static_cast<std::size_t>(row_.statements_done); }
  bool begin_row();
  void settle_statement_under_way();
  bool in_transaction_with_journal(const SqlStatement& statement) const;
  void run_one(std::size_t index);
  void mark_done(std::size_t count);
  void finish_row();
  void rerun_session_statements();
  bool left_a_trace();
  void record_failure(const Error& error);
  Failure failure(const Error& error);

  const RunContext& context_;
  const Run& run_;
  const Section& section_;
  Applied row_;
  std::optional<Applied> before_;  ///< the row as the history had it
  std::optional<std::size_t> current_;
  std::size_t done_here_ = 0;
  bool begun_ = false;      ///< the history says that this is under way
  bool as_before_ = false;  ///< the failure left nothing
  std::chrono::steady_clock::time_point start_;
};

/// False: somebody else has done it.
bool JournalledRun::begin_row() {
  const bool up = run_.direction == Direction::up;
  before_ = context_.history.find(run_.migration->version);
  if (!before_) {
    if (!up) return false;
    row_ = starting_row(context_, run_);
    row_.done_checksum = done_checksum(section_.statements, 0);
    context_.history.insert(row_);
    return true;
  }
  row_ = *before_;
  if (up) {
    if (row_.state != State::applying) return false;
    row_.checksum = run_.migration->up.checksum;
    row_.down_checksum = run_.migration->down ? run_.migration->down->checksum : "";
  } else if (row_.state != State::reverting) {
    row_.state = State::reverting;
    row_.under_way = 0;
    row_.statements_done = static_cast<std::int64_t>(run_.first_statement);
    row_.done_checksum = done_checksum(section_.statements, run_.first_statement);
  }
  row_.statements_total = static_cast<std::int64_t>(section_.statements.size());
  if (row_.under_way == 0) row_.error.clear();
  context_.history.update(row_);
  return true;
}

/// After a crash: what the statement under way names looks as before, then it has not run; else it
/// has.
void JournalledRun::settle_statement_under_way() {
  if (row_.under_way == 0) return;
  const auto index = static_cast<std::size_t>(row_.under_way - 1);
  if (index != done() || index >= section_.statements.size()) {
    throw Error(Errc::history_mismatch,
                "the statement that was under way when the last run stopped is not in the file",
                "put the file back as it was");
  }
  if (fingerprint_of_named(context_, section_.statements[index]) == row_.fingerprint_before) {
    row_.under_way = 0;
  } else {
    mark_done(index + 1);
    context_.history.update(row_);
  }
}

/// SET and its like ended with the session that ran them; what comes behind them still counts on
/// them.
void JournalledRun::rerun_session_statements() {
  const LexicalRules& rules = context_.connection.dialect().lexical_rules();
  for (std::size_t i = 0; i < done(); ++i) {
    const std::string& sql = section_.statements[i].text;
    const std::vector<Token> tokens = first_tokens(sql, 2, rules);
    if (tokens.size() < 2) continue;
    const bool lasting = is_word(tokens[1], "GLOBAL") || is_word(tokens[1], "PERSIST") ||
                         is_word(tokens[1], "PASSWORD");
    if ((is_word(tokens[0], "SET") && !lasting) || is_word(tokens[0], "USE")) {
      context_.connection.execute(sql);
    }
  }
}

bool JournalledRun::in_transaction_with_journal(const SqlStatement& statement) const {
  const Dialect& dialect = context_.connection.dialect();
  if (context_.backend.guard.needs_no_transaction(statement.text)) return false;
  return dialect.facts().transactional_ddl || changes_only_rows(statement, dialect.lexical_rules());
}

void JournalledRun::mark_done(std::size_t count) {
  row_.statements_done = static_cast<std::int64_t>(count);
  row_.done_checksum = done_checksum(section_.statements, count);
  row_.under_way = 0;
  row_.fingerprint_before.clear();
  row_.error.clear();
}

void JournalledRun::run_one(std::size_t index) {
  current_ = index;
  const SqlStatement& statement = section_.statements[index];
  if (in_transaction_with_journal(statement)) {
    const Applied unchanged = row_;
    try {
      Transaction transaction(context_.connection);
      run_statement(context_, run_, index);
      mark_done(index + 1);
      context_.history.update(row_);
      transaction.commit();
    } catch (const Error&) {
      row_ = unchanged;
      throw;
    }
  } else {
    row_.under_way = static_cast<std::int64_t>(index + 1);
    row_.fingerprint_before = fingerprint_of_named(context_, statement);
    row_.error.clear();
    context_.history.update(row_);
    run_statement(context_, run_, index);
    mark_done(index + 1);
    context_.history.update(row_);
  }
  ++done_here_;
}

void JournalledRun::finish_row() {
  if (run_.direction == Direction::down) {
    context_.history.remove(row_.version);
    return;
  }
  row_.state = State::applied;
  row_.took += context_.since(start_);
  row_.applied_at = context_.clock.wall();
  row_.applied_by = context_.options.who;
  context_.history.update(row_);
}

/// A refused statement can leave something behind all the same: an index that is not valid.
bool JournalledRun::left_a_trace() {
  if (row_.under_way == 0 || !current_) return false;
  return fingerprint_of_named(context_, section_.statements[*current_]) != row_.fingerprint_before;
}

/// The server said no, so the statement did not take effect. Where nothing has, the history forgets
/// the attempt.
void JournalledRun::record_failure(const Error& error) {
  if (!context_.connection.usable() || !begun_) return;
  const bool up = run_.direction == Direction::up;
  const bool as_before =
      up ? done() == 0 : before_->state != State::reverting && done() == run_.first_statement;
  try {
    as_before_ = as_before && !left_a_trace();
    if (as_before_ && up) {
      context_.history.remove(row_.version);
    } else if (as_before_) {
      context_.history.update(*before_);
    } else {
      row_.under_way = 0;
      row_.took += context_.since(start_);
      row_.error = current_ ? error_text(error, section_.statements[*current_])
                            : std::string(name_of(error.code()));
      context_.history.update(row_);
    }
  } catch (const Error&) {
    // Then the row says what was under way, and the next run finds out.
  }
}

Failure JournalledRun::failure(const Error& error) {
  Error shown = error;
  if (error.code() == Errc::in_doubt) {
    // The journal knows: the statement and its number were committed together or not at all.
    shown = Error(Errc::connection, error.message(),
                  "run the command again: the history knows whether it took effect");
  }
  Failure failure = current_ ? failure_at(run_, *current_, shown) : failure_of(run_, shown);
  failure.statements_done = done();
  failure.nothing_changed = as_before_ || !begun_;
  return failure;
}

Outcome JournalledRun::carry_out() {
  Outcome outcome;
  start_ = context_.clock.now();
  try {
    context_.backend.guard.prepare(context_.connection, section_.foreign_keys_off);
    if (begin_row()) {
      begun_ = true;
      settle_statement_under_way();
      rerun_session_statements();
      for (std::size_t i = done(); i < section_.statements.size(); ++i)
        run_one(i);
      current_.reset();
      context_.backend.guard.verify(context_.connection, section_.foreign_keys_off);
      finish_row();
    } else {
      outcome.skipped = true;
    }
    context_.backend.guard.restore(context_.connection);
  } catch (const Error& error) {
    record_failure(error);
    outcome.failure = failure(error);
    try {
      if (context_.connection.usable()) context_.backend.guard.restore(context_.connection);
    } catch (const Error&) {
      // The error that brought us here is the one to tell.
    }
  }
  outcome.statements_done = done_here_;
  return outcome;
}

}  // namespace

Outcome run_journalled(const RunContext& context, const Run& run) {
  return JournalledRun(context, run).carry_out();
}

}  // namespace covet::migrations
