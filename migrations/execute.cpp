#include "migrations/execute.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "migrations/run_context.h"
#include "migrations/statements.h"
#include "migrations/trace.h"

namespace covet::migrations {
namespace {

/// The section's own time limits, while the object lives.
class SectionTimeouts {
 public:
  SectionTimeouts(const RunContext& context, const Section& section)
      : context_(context), differ_(section.lock_timeout || section.statement_timeout) {
    if (!differ_) return;
    context.connection.set_timeouts(
        section.statement_timeout.value_or(context.options.statement_timeout),
        section.lock_timeout.value_or(context.options.lock_timeout));
  }
  ~SectionTimeouts() {
    if (!differ_ || !context_.connection.usable()) return;
    try {
      context_.connection.set_timeouts(context_.options.statement_timeout,
                                       context_.options.lock_timeout);
    } catch (const Error&) {
      // The next statement finds out by itself that the session is gone.
    }
  }
  SectionTimeouts(const SectionTimeouts&) = delete;
  SectionTimeouts& operator=(const SectionTimeouts&) = delete;

 private:
  const RunContext& context_;
  bool differ_;
};

/// The whole section, and its row: nothing of it can be left behind.
bool fits_one_transaction(const RunContext& context, const Run& run,
                          std::span<const Segment> segments) {
  if (!context.connection.dialect().facts().transactional_ddl || !section_of(run).transaction) {
    return false;
  }
  // What began segment by segment goes on so.
  if (run.row && (run.row->state == State::applying || run.row->state == State::reverting)) {
    return false;
  }
  return segments.empty() ||
         (segments.size() == 1 && segments[0].transactional && !segments[0].batched);
}

std::string doing(const Run& run) {
  return std::string(run.direction == Direction::up ? "migrate " : "rollback ") +
         run.migration->version.text() + " " + run.migration->name;
}

Outcome carry_out(const RunContext& context, const Run& run) {
  try {
    if (context.options.stop.stop_requested()) throw Error(Errc::cancelled, "stopped");
    context.lock.check();
    context.lock.announce(doing(run));
    const SectionTimeouts timeouts(context, section_of(run));
    const std::vector<Segment> segments =
        segments_of(section_of(run), context.connection.dialect(), context.backend.guard);
    if (fits_one_transaction(context, run, segments)) return run_in_transaction(context, run);
    if (context.lock.per_transaction()) {
      throw Error(Errc::unsupported,
                  "this migration needs several transactions, and the pooler before the server "
                  "lets no session hold the lock between them",
                  "give a URL that leads to the server itself");
    }
    return run_journalled(context, run, segments);
  } catch (const Error& error) {
    Outcome outcome;
    outcome.failure = failure_of(run, error);
    return outcome;
  }
}

/// What all runs of one call share.
class Shared {
 public:
  Shared(Connection& connection, const schema::Backend& backend, const schema::Ddl& ddl,
         History& history, schema::Lock& lock, Clock& clock, const ExecuteOptions& options,
         const Observer& observer)
      : log_(connection, ddl, history.table_name()),
        steps_(connection, backend, ddl, options.scope, options.models),
        session_(backend.sessions.identify(connection)),
        watch_(backend.sessions, options.reconnect, session_, first_look(options)),
        context_{connection, backend, ddl,      history,  log_,   lock,
                 clock,      options, observer, session_, watch_, steps_} {}

  const RunContext& context() const { return context_; }
  RunLog& log() { return log_; }

 private:
  /// While the statement still waits.
  static std::chrono::milliseconds first_look(const ExecuteOptions& options) {
    constexpr std::chrono::milliseconds usual{1000};
    if (options.lock_timeout <= std::chrono::milliseconds::zero()) return usual;
    return std::min(usual, options.lock_timeout / 2);
  }

  RunLog log_;
  LiveSteps steps_;
  std::string session_;
  BlockerWatch watch_;
  RunContext context_;
};

void record(const RunContext& context, const Run& run, const Outcome& outcome, Timestamp started,
            std::chrono::milliseconds took) {
  if (outcome.logged || outcome.skipped || !context.connection.usable()) return;
  try {
    RunRecord record = record_of(context, run, started, took, outcome.times);
    if (outcome.failure) {
      const Failure& failure = *outcome.failure;
      record.outcome = "failed";
      record.error =
          error_text(failure.error,
                     failure.statement ? &section_of(run).statements[*failure.statement] : nullptr);
    }
    context.log.add(record);
  } catch (const Error&) {
    return;  // nothing is decided by the log
  }
}

}  // namespace

bool needs_recovery(std::span<const Applied> rows) {
  return std::any_of(rows.begin(), rows.end(),
                     [](const Applied& row) { return row.under_way != 0; });
}

std::size_t recover(std::span<const Migration> migrations, Connection& connection,
                    const schema::Backend& backend, const schema::Ddl& ddl, History& history,
                    schema::Lock& lock, Clock& clock, const ExecuteOptions& options,
                    const Observer& observer) {
  const Shared shared(connection, backend, ddl, history, lock, clock, options, observer);
  std::size_t settled = 0;
  for (Applied& row : history.read()) {
    if (row.under_way == 0) continue;
    const auto migration =
        std::find_if(migrations.begin(), migrations.end(),
                     [&](const Migration& one) { return one.version == row.version; });
    const bool down = row.state == State::reverting;
    if (migration == migrations.end() || (down && !migration->down)) {
      throw Error(Errc::not_found, row.version.text() + " is partly applied and has no file",
                  "bring the file back from version control, so that it can be finished");
    }
    const Run run{&*migration, down ? Direction::down : Direction::up};
    settle(shared.context(), run, row);
    ++settled;
  }
  return settled;
}

Result execute(const RunPlan& plan, Connection& connection, const schema::Backend& backend,
               const schema::Ddl& ddl, History& history, schema::Lock& lock, Clock& clock,
               const ExecuteOptions& options, const Observer& observer) {
  Shared shared(connection, backend, ddl, history, lock, clock, options, observer);
  const RunContext& context = shared.context();
  refuse_untraceable(plan, connection.dialect(), backend.guard);
  const auto start = clock.now();
  Result result;
  if (!plan.runs.empty()) {
    history.ensure();
    shared.log().ensure();
  }
  for (std::size_t i = 0; i < plan.runs.size(); ++i) {
    const Run& run = plan.runs[i];
    const auto run_start = clock.now();
    const Timestamp started = clock.wall();
    context.tell(RunStarted{&run, i, plan.runs.size()});
    Outcome outcome = carry_out(context, run);
    record(context, run, outcome, started, context.since(run_start));
    result.statements_done += outcome.statements_done;
    if (outcome.failure) {
      result.failure = std::move(outcome.failure);
      context.tell(RunFailed{&run, &*result.failure});
      break;
    }
    if (outcome.skipped) {
      context.steps.forget();
    } else {
      context.steps.forget_after(section_of(run));
      ++result.migrations_done;
    }
    context.tell(RunDone{&run, context.since(run_start), outcome.skipped});
  }
  result.took = context.since(start);
  return result;
}

}  // namespace covet::migrations
