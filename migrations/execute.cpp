#include "migrations/execute.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "migrations/run_context.h"
#include "migrations/statements.h"

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

bool fits_one_transaction(const RunContext& context, const Run& run) {
  const Section& section = section_of(run);
  if (!context.connection.dialect().facts().transactional_ddl || !section.transaction) return false;
  // What began statement by statement goes on so.
  if (run.row && (run.row->state == State::applying || run.row->state == State::reverting)) {
    return false;
  }
  std::vector<std::string_view> texts;
  for (const SqlStatement& statement : section.statements)
    texts.push_back(statement.text);
  const schema::Guard& guard = context.backend.guard;
  return !guard.needs_commit_between(texts) &&
         std::none_of(texts.begin(), texts.end(),
                      [&](std::string_view text) { return guard.needs_no_transaction(text); });
}

Outcome carry_out(const RunContext& context, const Run& run, schema::Lock& lock) {
  try {
    if (context.options.stop.stop_requested()) throw Error(Errc::cancelled, "stopped");
    lock.check();
    const SectionTimeouts timeouts(context, section_of(run));
    return fits_one_transaction(context, run) ? run_in_transaction(context, run)
                                              : run_journalled(context, run);
  } catch (const Error& error) {
    Outcome outcome;
    outcome.failure = failure_of(run, error);
    return outcome;
  }
}

}  // namespace

Result execute(const RunPlan& plan, Connection& connection, const schema::Backend& backend,
               const schema::Ddl& ddl, History& history, schema::Lock& lock, Clock& clock,
               const ExecuteOptions& options, const Observer& observer) {
  const RunContext context{connection, backend, ddl, history, clock, options, observer};
  const auto start = clock.now();
  Result result;
  if (!plan.runs.empty()) history.ensure();
  for (std::size_t i = 0; i < plan.runs.size(); ++i) {
    const Run& run = plan.runs[i];
    const auto run_start = clock.now();
    context.tell(RunStarted{&run, i, plan.runs.size()});
    Outcome outcome = carry_out(context, run, lock);
    result.statements_done += outcome.statements_done;
    if (outcome.failure) {
      result.failure = std::move(outcome.failure);
      context.tell(RunFailed{&run, &*result.failure});
      break;
    }
    if (!outcome.skipped) ++result.migrations_done;
    context.tell(RunDone{&run, context.since(run_start), outcome.skipped});
  }
  result.took = context.since(start);
  return result;
}

}  // namespace covet::migrations
