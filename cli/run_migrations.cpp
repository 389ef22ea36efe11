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
#include "cli/step_screen.h"
#include "cli/version.h"
#include "core/base/strings.h"
#include "migrations/execute.h"
#include "migrations/hazards.h"
#include "migrations/lock.h"
#include "migrations/query_step.h"
#include "migrations/squash.h"
#include "migrations/tags.h"
#include "migrations/trace.h"

namespace covet::cli {
namespace {

using migrations::Direction;
using migrations::Migration;
using migrations::RunPlan;

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
  if (target.to)
    command += " --to " + (request.to_tag.empty() ? target.to->text() : request.to_tag);
  if (target.steps && (!down || *target.steps != 1))
    command += fmt::format(" --steps {}", *target.steps);
  if (target.all) command += " --all";
  if (request.out_of_order) command += " --out-of-order";
  for (const std::string& kind : request.allowed_kinds)
    command += " --allow " + kind;
  return command;
}

void say_folds(const Context& context, const std::vector<migrations::Fold>& folds) {
  for (const migrations::Fold& fold : folds) {
    context.say(fmt::format("{} {} stands for {} in the history now.",
                            fold.migration->version.text(), fold.migration->title(),
                            count_of(fold.rows.size(), "migration")));
  }
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

std::string who_runs(const Context& context) {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  const auto user = context.environment("USER");
  const passwd* account = getpwuid(getuid());
  const std::string name = account != nullptr ? account->pw_name : std::to_string(getuid());
  return fmt::format("{}@{}", user && !user->empty() ? *user : name, host.data());
}

std::chrono::milliseconds RunRequest::patience() const {
  return config::parse_duration(lock_timeout);
}

void add_lock_timeout(CLI::App& app, RunRequest& request) {
  app.add_option("--lock-timeout", request.lock_timeout,
                 "How long to wait for another covet: 30s, 5m, 0")
      ->type_name("TIME");
}

void add_run_options(CLI::App& app, RunRequest& request) {
  app.add_option("--allow", request.allowed_kinds,
                 "Allow this kind of loss (drop_table, drop_column, …); may be repeated")
      ->type_name("KIND")
      ->allow_extra_args(false);
  add_lock_timeout(app, request);
  app.add_flag("--kill-orphan", request.kill_orphan,
               "End the session of a killed covet that still works on the server");
}

void add_range_options(CLI::App& app, RunRange& range, const char* to_help,
                       const char* steps_help) {
  const auto positive = [](const std::string& text) {
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    return digits && text.find_first_not_of('0') != std::string::npos ? std::string()
                                                                      : text + " is not 1 or more";
  };
  auto* to = app.add_option("--to", range.to, to_help)->type_name("VERSION|TAG");
  app.add_option("--steps", range.steps, steps_help)->type_name("N")->check(positive)->excludes(to);
}

void read_range(const RunRange& range, RunRequest& request) {
  if (migrations::is_version(range.to)) {
    request.target.to = migrations::Version(range.to);
  } else {
    request.to_tag = range.to;
  }
  if (range.steps > 0) request.target.steps = static_cast<std::size_t>(range.steps);
}

std::unique_ptr<schema::Lock> lock_database(Context& context, const Project& project,
                                            Session& session, const RunRequest& request) {
  const auto waiting = [&](const schema::LockHolder& holder) {
    context.say(fmt::format("Waiting for the migration lock: {}", holder.description));
  };
  return migrations::take_lock(session.backend().locker, session.target().url, session.options(),
                               project.config.history_table, request.patience(), context.clock,
                               context.interrupts.token(), waiting);
}

namespace {

// Long enough for a quick ALTER behind quick queries; short enough that those who queue behind it
// notice little. It is tried again with growing pauses.
constexpr std::chrono::milliseconds usual_lock_timeout = std::chrono::seconds(5);
constexpr std::chrono::milliseconds usual_lock_retry = std::chrono::minutes(2);

/// Decides and runs: what one call of run_migrations does on one database.
class MigrationRun {
 public:
  MigrationRun(Context& context, const Project& project, Session& session, RunRequest request)
      : context_(context),
        project_(project),
        session_(session),
        request_(std::move(request)),
        files_(session.migrations(project)),
        approve_downs_(!session.target().settings.is_protected),
        steps_(session.connection(), session.backend(), session.ddl(), session.scope(), models_) {
    if (request_.to_tag.empty()) return;
    request_.target.to =
        migrations::find_tag(session.history().read(), request_.to_tag).row.version;
  }

  ExitCode carry_out();

 private:
  RunPlan decide() {
    return migrations::decide(files_, session_.history().read(), request_.target,
                              request_.out_of_order);
  }
  void read_models_for(const RunPlan& plan);
  std::vector<migrations::Loss> losses_in(const RunPlan& plan) {
    return migrations::losses(plan, session_.connection(), request_.allowed_kinds, approve_downs_,
                              &steps_);
  }
  migrations::ExecuteOptions execute_options();
  void recover(schema::Lock& lock);
  void recover_before_deciding();
  void put_in_order(schema::Lock& lock);
  ExitCode show(const RunPlan& plan);

  Context& context_;
  const Project& project_;
  Session& session_;
  RunRequest request_;
  std::vector<Migration> files_;
  bool approve_downs_;
  model::ModelSet models_{};
  bool models_read_ = false;
  migrations::LiveSteps steps_;
};

migrations::ExecuteOptions MigrationRun::execute_options() {
  const config::EnvironmentSettings& settings = session_.target().settings;
  return {
      .scope = session_.scope(),
      .who = who_runs(context_),
      .lock_timeout = settings.lock_timeout.value_or(usual_lock_timeout),
      .statement_timeout = session_.options().statement_timeout,
      .lock_retry = settings.lock_retry.value_or(usual_lock_retry),
      .kill_orphan = request_.kill_orphan,
      .tool = version_line(),
      .models = models_,
      .stop = context_.interrupts.token(),
      .reconnect =
          [this] {
            return session_.backend().driver.connect(session_.target().url, session_.options());
          },
  };
}

/// Only steps need them.
void MigrationRun::read_models_for(const RunPlan& plan) {
  const bool needed = std::ranges::any_of(plan.runs, [](const migrations::Run& run) {
    return migrations::have_steps({run.migration, 1});
  });
  if (needed && !models_read_) models_ = models_if_any(context_, project_);
  models_read_ = models_read_ || needed;
  steps_.forget();
}

void MigrationRun::recover(schema::Lock& lock) {
  migrations::recover(files_, session_.connection(), session_.backend(), session_.ddl(),
                      session_.history(), lock, context_.clock, execute_options(),
                      show_progress(context_));
}

/// What an earlier run left behind must be known before anybody can say what is to be done. Nobody
/// is asked while the lock is held, so it is given back.
void MigrationRun::recover_before_deciding() {
  if (request_.dry_run || !migrations::needs_recovery(session_.history().read())) return;
  const Interrupts::Shield shield(context_.interrupts);
  const std::unique_ptr<schema::Lock> lock = lock_database(context_, project_, session_, request_);
  session_.history().ensure();
  recover(*lock);
}

ExitCode MigrationRun::show(const RunPlan& plan) {
  migrations::refuse_untraceable(plan, session_.backend().dialect, session_.backend().guard);
  for (const migrations::Fold& fold : plan.folds) {
    context_.note(fmt::format("{} would stand for {} in the history",
                              fold.migration->version.text(),
                              count_of(fold.rows.size(), "migration")));
  }
  const std::vector<migrations::Loss> losses = losses_in(plan);
  const ShownSteps steps = show_steps(plan, steps_, session_.backend().dialect.lexical_rules());
  print_run_plan(context_, session_, plan, {losses, steps}, command_of(request_));
  return ExitCode::ok;
}

/// With the lock held. Nothing may have been decided from what it changes.
void MigrationRun::put_in_order(schema::Lock& lock) {
  session_.history().ensure();
  if (migrations::needs_recovery(session_.history().read())) recover(lock);
  const RunPlan plan = decide();
  if (plan.folds.empty()) return;
  migrations::carry_out(plan.folds, session_.connection(), session_.history());
  say_folds(context_, plan.folds);
}

ExitCode MigrationRun::carry_out() {
  recover_before_deciding();
  const RunPlan plan = decide();
  read_models_for(plan);
  for (const std::string& warning : plan.warnings)
    context_.warn(warning);
  const bool idle = plan.runs.empty() && plan.folds.empty();
  if (request_.dry_run && (context_.globals.json || !idle)) return show(plan);
  if (idle) return nothing_to_run(context_, session_, request_.target.direction);
  if (!plan.runs.empty())
    require_approval(context_, session_.target(), {action_text(plan), losses_in(plan)});

  const Interrupts::Shield shield(context_.interrupts);
  const std::unique_ptr<schema::Lock> lock = lock_database(context_, project_, session_, request_);
  put_in_order(*lock);
  const RunPlan now = decide();
  read_models_for(now);
  if (now.runs.empty()) return nothing_to_run(context_, session_, request_.target.direction);
  if (!same_runs(plan, now) && (!approve_downs_ || !open_losses(losses_in(now)).empty())) {
    throw Error(Errc::refused,
                "another covet changed the history meanwhile, so the approval was for another plan",
                "run the command again");
  }
  const migrations::ExecuteOptions options = execute_options();
  session_.connection().set_timeouts(options.statement_timeout, options.lock_timeout);
  const migrations::Result result = migrations::execute(
      now, session_.connection(), session_.backend(), session_.ddl(), session_.history(), *lock,
      context_.clock, options, show_progress(context_));
  return print_result(context_, session_, now, result);
}

}  // namespace

ExitCode run_migrations(Context& context, const Project& project, Session& session,
                        const RunRequest& request) {
  return MigrationRun(context, project, session, request).carry_out();
}

}  // namespace covet::cli
