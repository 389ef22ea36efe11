#include "migrations/batches.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "core/db/transaction.h"
#include "migrations/batch_directive.h"
#include "migrations/patience.h"
#include "migrations/statements.h"

namespace covet::migrations {
namespace {

class Batches {
 public:
  Batches(const RunContext& context, const Run& run, std::size_t index, Applied& row)
      : context_(context),
        run_(run),
        index_(index),
        row_(row),
        statement_(section_of(run).statements[index]),
        sql_(statement_.text),
        batch_(*statement_.batch) {
    if (!statement_.query) return;
    StepSql step = context.steps.of(statement_);
    sql_ = std::move(step.sql);
    batch_ = std::move(step.batch);
  }

  StatementTime carry_out();

 private:
  Connection& connection() const { return context_.connection; }
  std::string where_left() const;
  std::int64_t count_left() const;
  std::optional<std::string> next_key() const;
  bool holds_null_keys() const;
  void run_one(const std::optional<std::string>& condition, const std::function<void()>& progress);
  void run_rest();

  const RunContext& context_;
  const Run& run_;
  std::size_t index_;
  Applied& row_;
  const SqlStatement& statement_;
  std::string sql_;
  Batch batch_;
};

/// Where the rows are that no batch has had.
std::string Batches::where_left() const {
  const std::string after = row_.batch_key.empty() ? " IS NOT NULL" : " > " + row_.batch_key;
  return " FROM " + batch_.table + " WHERE " + batch_.key + after;
}

std::int64_t Batches::count_left() const {
  return connection().fetch_all("SELECT COUNT(*) AS n" + where_left()).at(0).integer("n");
}

/// The last key of the next batch, as SQL; nothing where no row is left.
std::optional<std::string> Batches::next_key() const {
  // Not by MAX, which some types lack.
  const Rows rows = connection().fetch_all(
      "SELECT b.k AS k FROM (SELECT " + batch_.key + " AS k" + where_left() + " ORDER BY " +
      batch_.key + " LIMIT " + std::to_string(batch_.rows) + ") b ORDER BY b.k DESC LIMIT 1");
  if (rows.empty()) return std::nullopt;
  return connection().dialect().literal(rows[0]["k"]);
}

bool Batches::holds_null_keys() const {
  return !connection()
              .fetch_all("SELECT 1 AS found FROM " + batch_.table + " WHERE " + batch_.key +
                         " IS NULL LIMIT 1")
              .empty();
}

/// `progress` changes the row, in the same transaction; without a condition that is all.
void Batches::run_one(const std::optional<std::string>& condition,
                      const std::function<void()>& progress) {
  const Applied unchanged = row_;
  patiently(context_, run_, [&] {
    context_.lock.check();
    if (context_.options.stop.stop_requested()) {
      throw Error(Errc::cancelled, "stopped between two batches");
    }
    try {
      const std::stop_callback cancel(context_.options.stop, [this] { connection().cancel(); });
      const BlockerWatch::Watched watched(context_.watch);
      Transaction transaction(connection());
      if (condition) {
        connection().execute(*with_batch(sql_, *condition, connection().dialect().lexical_rules()));
      }
      row_.error.clear();
      progress();
      context_.history.update(row_);
      transaction.commit();
    } catch (const Error&) {
      row_ = unchanged;
      throw;
    }
  });
}

void Batches::run_rest() {
  std::optional<std::string> condition;
  if (holds_null_keys()) condition = batch_.key + " IS NULL";
  DoneChecksum checksum(section_of(run_));
  run_one(condition, [&] { mark_done(row_, checksum, index_ + 1); });
}

StatementTime Batches::carry_out() {
  const auto start = context_.clock.now();
  context_.tell(
      StatementStarted{&run_, &statement_, index_, section_of(run_).statements.size(), sql_});
  const std::int64_t total = count_left();
  std::int64_t done = 0;
  while (const std::optional<std::string> key = next_key()) {
    const std::string lower =
        row_.batch_key.empty() ? "" : batch_.key + " > " + row_.batch_key + " AND ";
    run_one("(" + lower + batch_.key + " <= " + *key + ")", [&] { row_.batch_key = *key; });
    done = std::min(done + batch_.rows, total);
    context_.tell(BatchDone{&run_, &statement_, index_, done, total, context_.since(start)});
    if (batch_.pause.count() > 0) context_.clock.sleep(batch_.pause, context_.options.stop);
  }
  run_rest();
  const std::chrono::milliseconds took = context_.since(start);
  context_.tell(StatementDone{&run_, &statement_, took, sql_});
  return time_of(statement_, index_, took, sql_);
}

}  // namespace

StatementTime run_batches(const RunContext& context, const Run& run, std::size_t index,
                          Applied& row) {
  return Batches(context, run, index, row).carry_out();
}

}  // namespace covet::migrations
