#include <stop_token>

#include "core/db/notice_scope.h"
#include "migrations/run_context.h"
#include "migrations/statements.h"

namespace covet::migrations {

StatementTime run_statement(const RunContext& context, const Run& run, std::size_t index) {
  const Section& section = section_of(run);
  const SqlStatement& statement = section.statements[index];
  if (context.options.stop.stop_requested()) {
    throw Error(Errc::cancelled, "stopped before this statement");
  }
  const Statement sent{context.steps.sql_of(statement)};  // it may be as large as its file
  const std::string& sql = sent.sql;
  context.tell(StatementStarted{&run, &statement, index, section.statements.size(), sql});
  const auto start = context.clock.now();
  {
    const std::stop_callback cancel(context.options.stop,
                                    [&connection = context.connection] { connection.cancel(); });
    const BlockerWatch::Watched watched(context.watch);
    const NoticeScope hearing(context.connection, [&](const Notice& notice) {
      context.tell(StatementNotice{&run, &statement, &notice});
    });
    if (const auto why = context.backend.guard.passes_over(statement.text)) {
      const Notice notice{"Note", *why};
      context.tell(StatementNotice{&run, &statement, &notice});
    } else {
      context.connection.execute(sent);
    }
  }
  context.steps.forget_after(statement);
  const std::chrono::milliseconds took = context.since(start);
  context.tell(StatementDone{&run, &statement, took, sql});
  return time_of(statement, index, took, sql);
}

Applied starting_row(const RunContext& context, const Run& run) {
  Applied row = row_of(*run.migration, State::applying);
  row.statements_done = 0;
  row.statements_total = static_cast<std::int64_t>(section_of(run).statements.size());
  row.applied_at = context.clock.wall();
  row.applied_by = context.options.who;
  return row;
}

}  // namespace covet::migrations
