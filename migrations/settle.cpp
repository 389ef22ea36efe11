#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/base/strings.h"
#include "core/config/config.h"
#include "migrations/patience.h"
#include "migrations/run_context.h"
#include "migrations/statements.h"
#include "migrations/trace.h"

namespace covet::migrations {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds between_looks{500};
constexpr milliseconds between_messages{5000};

/// A killed client's lock is free at once, while its ALTER still runs and takes effect later.
void wait_for_session(const RunContext& context, const Run& run, const std::string& session) {
  if (session.empty() || session == context.session) return;
  const schema::Sessions& sessions = context.backend.sessions;
  const auto start = context.clock.now();
  std::optional<milliseconds> told;
  while (const auto doing = sessions.find(context.connection, session)) {
    if (context.options.kill_orphan) sessions.end(context.connection, session);
    const milliseconds waited = context.since(start);
    if (waited >= context.options.orphan_timeout) {
      throw Error(Errc::lock_held,
                  "the run before was killed, but its session still works: " + *doing +
                      " (waited " + config::format_duration(waited) + ")",
                  "wait until it has finished, or end it with --kill-orphan");
    }
    if (!told || waited - *told >= between_messages) {
      context.tell(OrphanWait{&run, *doing});
      told = waited;
    }
    context.clock.sleep(between_looks, context.options.stop);
    if (context.options.stop.stop_requested()) {
      throw Error(Errc::cancelled, "stopped while waiting for the session of the run before");
    }
  }
}

const SqlStatement& statement_under_way(const Run& run, const Applied& row) {
  const std::vector<SqlStatement>& statements = section_of(run).statements;
  const auto index = static_cast<std::size_t>(row.under_way - 1);
  const auto done = static_cast<std::size_t>(row.statements_done);
  if (index == done && index < statements.size()) return statements[index];
  throw Error(Errc::history_mismatch,
              "statement " + std::to_string(row.under_way) + " of " + row.version.text() +
                  ", under way when the last run stopped, is not in the file",
              "put the file back as it was");
}

bool took_effect(const RunContext& context, const SqlStatement& statement, const Applied& row) {
  const LexicalRules& rules = context.connection.dialect().lexical_rules();
  if (statement.rerunnable || trace_of(statement.text, rules) == Trace::repeatable) return false;
  return fingerprint_of_named(context, statement) != row.fingerprint_before;
}

}  // namespace

void clear_leftovers(const RunContext& context, const SqlStatement& statement) {
  for (const std::string& sql :
       context.backend.guard.leftovers(context.connection, statement.text)) {
    context.connection.execute(sql);
  }
}

void settle(const RunContext& context, const Run& run, Applied& row) {
  const SqlStatement& statement = statement_under_way(run, row);
  wait_for_session(context, run, row.session);
  patiently(context, run, [&] { clear_leftovers(context, statement); });
  const bool done = took_effect(context, statement, row);
  const auto before = static_cast<std::size_t>(row.statements_done);
  DoneChecksum checksum(section_of(run));
  mark_done(row, checksum, done ? before + 1 : before);
  context.history.update(row);
  context.tell(Settled{&run, &statement, before, done});
}

}  // namespace covet::migrations
