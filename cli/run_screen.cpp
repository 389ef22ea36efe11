#include "cli/run_screen.h"

#include <algorithm>
#include <array>
#include <ostream>

#include <fmt/core.h>

#include "cli/approve.h"
#include "cli/duration_text.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "core/base/strings.h"
#include "migrations/copy_data.h"

namespace covet::cli {
namespace {

using migrations::Direction;
using migrations::Failure;
using migrations::Loss;
using migrations::Run;
using migrations::RunPlan;
using migrations::SqlStatement;

const migrations::Section& section_of(const Run& run) {
  return run.direction == Direction::up ? run.migration->up : *run.migration->down;
}

std::size_t statements_in(const RunPlan& plan) {
  std::size_t count = 0;
  for (const Run& run : plan.runs)
    count += section_of(run).statements.size() - run.first_statement;
  return count;
}

std::vector<std::string> remarks_on(const SqlStatement& statement,
                                    const std::vector<Loss>& losses) {
  std::vector<std::string> remarks;
  for (const Loss& loss : losses) {
    if (loss.statement != &statement) continue;
    remarks.push_back(loss.hazard.object + ": " + loss_text(loss) +
                      (loss.approved ? " (approved)" : ""));
  }
  return remarks;
}

/// Line by line: a statement may be as large as its file.
void print_indented(std::ostream& out, std::string_view text) {
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    out << text.substr(begin, end - begin);
    if (end == text.size()) return;
    out << "\n    ";
    begin = end + 1;
  }
}

void print_run(const Context& context, const Run& run, const PlanDetails& details) {
  const Style& style = context.out_style;
  context.out << fmt::format("\n-- {}{} {}\n", run.direction == Direction::down ? "undo " : "",
                             run.migration->version.text(), run.migration->title());
  const migrations::Section& section = section_of(run);
  const std::vector<SqlStatement>& statements = section.statements;
  for (std::size_t i = run.first_statement; i < statements.size(); ++i) {
    const SqlStatement& statement = statements[i];
    const auto step = details.steps.find(&statement);
    const bool is_step = step != details.steps.end();
    context.out << fmt::format("{:2}  ", i + 1);
    print_indented(context.out, statement.text);
    const bool ended = is_step || migrations::ends_itself(statement.text, section.rules);
    context.out << (ended ? "\n" : ";\n");
    if (is_step && !step->second.sql.empty())
      context.out << fmt::format("    {};\n", replace_all(step->second.sql, "\n", "\n    "));
    if (is_step && !step->second.remark.empty())
      context.out << fmt::format("    -- {}\n", step->second.remark);
    for (const std::string& remark : remarks_on(statement, details.losses)) {
      context.out << "    " << style.paint(Colour::red, "-- " + remark) << '\n';
    }
  }
}

JsonObject run_json(const Run& run, const PlanDetails& details) {
  JsonObject json;
  json.add("migration", run.migration->version.text()).add("name", run.migration->name);
  json.add("direction", run.direction == Direction::up ? "up" : "down");
  json.add("first_statement", run.first_statement + 1);
  JsonArray statements;
  for (const SqlStatement& statement : section_of(run).statements) {
    JsonArray lost;
    for (const Loss& loss : details.losses) {
      if (loss.statement != &statement) continue;
      JsonObject one;
      one.add("kind", loss.hazard.kind).add("object", loss.hazard.object).add("rows", loss.rows);
      lost.add(one.add("approved", loss.approved));
    }
    JsonObject shown;
    if (const auto step = details.steps.find(&statement); step != details.steps.end()) {
      shown.add("sql", step->second.sql).add("query", statement.text.str());
      shown.add_unless_empty("remark", step->second.remark);
    } else {
      shown.add("sql", statement.text.str());
    }
    statements.add(shown.add("line", statement.line).add("losses", lost));
  }
  return json.add("statements", statements);
}

/// Where the database stands now; "" where it can't be asked.
std::string version_now(Session& session) {
  try {
    std::string last;
    for (const migrations::Applied& row : session.history().read()) {
      if (row.version.repeatable()) continue;
      if (row.state == migrations::State::applied || row.state == migrations::State::baseline)
        last = row.version.text();
    }
    return last.empty() ? "before its first migration" : "at " + last;
  } catch (const Error&) {
    return "";  // what failed is being reported already
  }
}

ExitCode code_of(const Context& context, const Failure& failure) {
  if (context.interrupts.signal() != 0) return exit_code_for_signal(context.interrupts.signal());
  if (failure.error.code() == Errc::in_doubt) return ExitCode::unknown_outcome;
  if (!failure.nothing_changed) return ExitCode::partly_applied;
  return failure.error.code() == Errc::lock_held ? ExitCode::locked : ExitCode::failed;
}

/// Half a migration goes back only where its statements are paired with those of its down.
bool can_go_back(const Failure& failure) {
  if (failure.run == nullptr || !failure.run->migration->down) return false;
  return std::ranges::all_of(failure.run->migration->up.statements,
                             [](const SqlStatement& statement) { return statement.step > 0; });
}

/// Not where the disk is full, the connection lost, a lock not to be had.
bool lies_in_the_file(const Error& error) {
  constexpr std::array elsewhere = {Errc::io,
                                    Errc::connection,
                                    Errc::too_many_connections,
                                    Errc::login_refused,
                                    Errc::circuit_open,
                                    Errc::timeout,
                                    Errc::in_doubt,
                                    Errc::permission,
                                    Errc::read_only,
                                    Errc::deadlock,
                                    Errc::lock_held,
                                    Errc::serialization,
                                    Errc::lock_timeout,
                                    Errc::unsupported};
  return std::ranges::find(elsewhere, error.code()) == elsewhere.end();
}

void explain_failure(const Context& context, Session& session, const Failure& failure,
                     ExitCode code) {
  const std::string now = version_now(session);
  const std::string name = session.target().name();
  const bool down = failure.run != nullptr && failure.run->direction == Direction::down;
  const std::string when = context.interrupts.signal() != 0  ? "whenever you like"
                           : lies_in_the_file(failure.error) ? "once the file is mended"
                                                             : "once the cause is gone";
  context.say("");
  if (code == ExitCode::unknown_outcome) {
    context.say(fmt::format(
        "The connection was lost during COMMIT: whether it took effect is unknown. (exit {})",
        number(code)));
    return context.next({{"covet status", "looks it up"}});
  }
  if (failure.nothing_changed) {
    context.say(fmt::format("This migration left nothing behind; {} is {}. (exit {})", name,
                            now.empty() ? "as before" : now, number(code)));
    return context.next({{down ? "covet rollback" : "covet migrate", when}});
  }
  context.say(fmt::format("{} of it {} in {}, committed on the way. (exit {})",
                          count_of(failure.statements_done, "statement"),
                          failure.statements_done == 1 ? "stands" : "stand", name, number(code)));
  const std::string on =
      fmt::format("goes on from statement {}, {}", failure.statements_done + 1, when);
  if (down) return context.next({{"covet rollback", on}});
  std::vector<Context::Step> steps{{"covet migrate", on}};
  if (can_go_back(failure)) steps.push_back({"covet rollback", "undoes what stands"});
  context.next(std::move(steps));
}

}  // namespace

std::string action_text(const RunPlan& plan) {
  const bool down = !plan.runs.empty() && plan.runs.front().direction == Direction::down;
  return fmt::format("{} {}", down ? "roll back" : "apply",
                     count_of(plan.runs.size(), "migration"));
}

void print_run_plan(const Context& context, Session& session, const RunPlan& plan,
                    const PlanDetails& details, const std::string& command) {
  if (context.globals.json) {
    JsonArray runs;
    for (const Run& run : plan.runs)
      runs.add(run_json(run, details));
    JsonObject document = json_document();
    document.add("dry_run", true).add("environment", session.target().environment);
    context.out << document.add("database", session.target().shown).add("runs", runs).text()
                << std::flush;
    return;
  }
  const bool transactional = session.backend().dialect.facts().transactional_ddl;
  context.out << fmt::format("Plan for {} ({}): {}, {}{}\n", session.target().name(),
                             session.connection().server().display(), action_text(plan),
                             count_of(statements_in(plan), "statement"),
                             transactional ? ", each migration in one transaction" : "");
  for (const Run& run : plan.runs)
    print_run(context, run, details);
  context.out << "\nNothing was changed.\n" << std::flush;
  const std::string flags = approval_flags(session.target(), details.losses);
  context.next({{command + flags, flags.empty() ? "does it" : "approves and does it"}});
}

ExitCode print_result(const Context& context, Session& session, const RunPlan& plan,
                      const migrations::Result& result) {
  const bool down = !plan.runs.empty() && plan.runs.front().direction == Direction::down;
  const ExitCode code = result.failure ? code_of(context, *result.failure) : ExitCode::ok;
  if (result.failure) {
    context.err << '\n';
    report(result.failure->error, context);
    explain_failure(context, session, *result.failure, code);
  }
  if (context.globals.json) {
    JsonObject summary;
    summary.add("migrations", result.migrations_done).add("statements", result.statements_done);
    summary.add("took_ms", result.took.count()).add("failed", result.failure.has_value());
    print_event(context, "summary", summary.add("exit", number(code)));
    return code;
  }
  if (result.failure) return code;
  context.say(fmt::format("{} {} ({}) in {}; {} is {}.", down ? "Rolled back" : "Applied",
                          count_of(result.migrations_done, "migration"),
                          count_of(result.statements_done, "statement"), duration_text(result.took),
                          session.target().name(), version_now(session)));
  if (down) {
    context.next({{"covet status", ""}, {"covet migrate", "applies them again"}});
  } else {
    context.next(
        {{"covet status", ""}, {"covet rollback --dry-run", "shows how it would be undone"}});
  }
  return code;
}

}  // namespace covet::cli
