#include "cli/run_migrations.h"

#include <algorithm>
#include <array>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <pwd.h>
#include <unistd.h>

#include "cli/approve.h"
#include "cli/progress.h"
#include "cli/run_screen.h"
#include "migrations/execute.h"
#include "migrations/hazards.h"
#include "migrations/lock.h"

namespace covet::cli {
namespace {

using migrations::Direction;
using migrations::Migration;
using migrations::RunPlan;

std::string who_runs(const Context& context) {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  const auto user = context.environment("USER");
  const passwd* account = getpwuid(getuid());
  const std::string name = account != nullptr ? account->pw_name : std::to_string(getuid());
  return fmt::format("{}@{}", user && !user->empty() ? *user : name, host.data());
}

bool same_runs(const RunPlan& a, const RunPlan& b) {
  return std::ranges::equal(a.runs, b.runs, [](const migrations::Run& x, const migrations::Run& y) {
    return x.migration == y.migration && x.direction == y.direction &&
           x.first_statement == y.first_statement;
  });
}

/// The command that does what a dry run showed.
std::string command_of(const RunRequest& request) {
  const migrations::Target& target = request.target;
  const bool down = target.direction == Direction::down;
  std::string command = down ? "covet rollback" : "covet migrate";
  if (target.to) command += " --to " + target.to->text();
  if (target.steps && (!down || *target.steps != 1))
    command += fmt::format(" --steps {}", *target.steps);
  if (target.all) command += " --all";
  if (request.out_of_order) command += " --out-of-order";
  for (const std::string& kind : request.allowed_kinds)
    command += " --allow " + kind;
  return command;
}

ExitCode nothing_to_run(const Context& context, Session& session, Direction direction) {
  if (context.globals.json) {
    print_event(context, "summary",
                JsonObject().add("migrations", 0).add("statements", 0).add("exit", 0));
  }
  context.say(fmt::format("Nothing to do: {} has no {} migrations.", session.target().name(),
                          direction == Direction::up ? "pending" : "applied"));
  if (direction == Direction::up) {
    context.next({{"covet make \"describe it\"", "after a change of the models"}});
  } else {
    context.next({{"covet migrate", "applies what is pending"}});
  }
  return ExitCode::ok;
}

}  // namespace

void add_run_options(CLI::App& app, RunRequest& request) {
  app.add_option("--allow", request.allowed_kinds,
                 "Allow this kind of loss (drop_table, drop_column, …); may be repeated")
      ->type_name("KIND")
      ->allow_extra_args(false);
  app.add_option("--lock-timeout", request.lock_timeout,
                 "How long to wait for another covet: 30s, 5m, 0")
      ->type_name("TIME");
}

void add_range_options(CLI::App& app, RunRange& range, const char* to_help,
                       const char* steps_help) {
  const auto positive = [](const std::string& text) {
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    return digits && text.find_first_not_of('0') != std::string::npos ? std::string()
                                                                      : text + " is not 1 or more";
  };
  auto* to = app.add_option("--to", range.to, to_help)->type_name("VERSION");
  app.add_option("--steps", range.steps, steps_help)->type_name("N")->check(positive)->excludes(to);
}

void read_range(const RunRange& range, migrations::Target& target) {
  if (!range.to.empty()) {
    if (range.to.find_first_not_of("0123456789.") != std::string::npos) {
      throw Error(Errc::usage, fmt::format("`{}` is not a version", range.to),
                  "covet status lists the versions");
    }
    target.to = migrations::Version(range.to);
  }
  if (range.steps > 0) target.steps = static_cast<std::size_t>(range.steps);
}

std::unique_ptr<schema::Lock> lock_database(Context& context, const Project& project,
                                            Session& session, const RunRequest& request) {
  const auto waiting = [&](const schema::LockHolder& holder) {
    context.say(fmt::format("Waiting for the migration lock: {}", holder.description));
  };
  return migrations::take_lock(session.backend().locker, session.target().url, session.options(),
                               project.config.history_table,
                               config::parse_duration(request.lock_timeout), context.clock,
                               context.interrupts.token(), waiting);
}

ExitCode run_migrations(Context& context, const Project& project, Session& session,
                        const RunRequest& request) {
  const std::vector<Migration> files = session.migrations(project);
  const auto decide = [&] {
    return migrations::decide(files, session.history().read(), request.target,
                              request.out_of_order);
  };
  const bool approve_downs = !session.target().settings.is_protected;
  const auto losses_in = [&](const RunPlan& plan) {
    return migrations::losses(plan, session.connection(), request.allowed_kinds, approve_downs);
  };
  const RunPlan plan = decide();
  for (const std::string& warning : plan.warnings)
    context.warn(warning);
  if (request.dry_run && (context.globals.json || !plan.runs.empty())) {
    print_run_plan(context, session, plan, losses_in(plan), command_of(request));
    return ExitCode::ok;
  }
  if (plan.runs.empty()) return nothing_to_run(context, session, request.target.direction);
  require_approval(context, session.target(), {action_text(plan), losses_in(plan)});

  const Interrupts::Shield shield(context.interrupts);
  const std::unique_ptr<schema::Lock> lock = lock_database(context, project, session, request);
  session.history().ensure();
  const RunPlan now = decide();
  if (now.runs.empty()) return nothing_to_run(context, session, request.target.direction);
  if (!same_runs(plan, now) && (!approve_downs || !open_losses(losses_in(now)).empty())) {
    throw Error(Errc::refused,
                "another covet changed the history meanwhile, so the approval was for another plan",
                "run the command again");
  }
  const migrations::ExecuteOptions options{
      .scope = session.scope(),
      .who = who_runs(context),
      .lock_timeout = session.options().lock_timeout,
      .statement_timeout = session.options().statement_timeout,
      .stop = context.interrupts.token(),
      .reconnect =
          [&session] {
            return session.backend().driver.connect(session.target().url, session.options());
          },
  };
  const migrations::Result result =
      migrations::execute(now, session.connection(), session.backend(), session.ddl(),
                          session.history(), *lock, context.clock, options, show_progress(context));
  return print_result(context, session, now, result);
}

}  // namespace covet::cli
