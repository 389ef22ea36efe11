#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/approve.h"
#include "cli/change_screen.h"
#include "cli/commands/commands.h"
#include "cli/duration_text.h"
#include "cli/plan_sql.h"
#include "cli/report.h"
#include "cli/run_migrations.h"
#include "cli/session.h"
#include "core/base/strings.h"
#include "migrations/hazards.h"
#include "migrations/migration_file.h"
#include "migrations/run_section.h"

namespace covet::cli {
namespace {

using migrations::Migration;

class Sync : public Command {
 public:
  CommandInfo info() const override {
    return {"sync", "", "Make a development database equal the models, without a migration",
            Group::every_day};
  }

  void define(CLI::App& app) override {
    app.add_flag("--dry-run", request_.dry_run, "Show the plan, change nothing");
    add_run_options(app, request_);
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    Target target =
        resolve_target(context.globals, project.config, context.environment, context.folder);
    if (target.settings.is_protected) {
      throw Error(Errc::refused,
                  fmt::format("{} is protected, and sync writes no migration", target.environment),
                  "write one: covet make, then covet migrate");
    }
    const model::ModelSet models = load_models(context, project);
    const Access access = request_.dry_run ? access_for_comparing(target) : Access::read_write;
    Session session(context, project, std::move(target), access);
    const schema::Comparison comparison = compare_models(context, session, models);
    const schema::Plan plan = schema::plan(comparison.live, comparison.changes, session.ddl());
    if (context.globals.json) print_json(context, session, comparison, plan);
    if (plan.empty()) return nothing_to_do(context, session);
    if (!context.globals.json) show(context, session, comparison, plan);
    if (request_.dry_run) {
      context.say("Nothing was changed.");
      context.next({{"covet sync", "does it"}});
      return ExitCode::ok;
    }
    return carry_out(context, project, session, plan);
  }

 private:
  static ExitCode nothing_to_do(const Context& context, const Session& session) {
    context.say(fmt::format("Nothing to do: {} is as the models say.", session.target().name()));
    context.next({{"covet diff", "after a change of the models"}});
    return ExitCode::ok;
  }

  void show(const Context& context, Session& session, const schema::Comparison& comparison,
            const schema::Plan& plan) const {
    say_notes(context, plan, comparison.notes);
    if (request_.dry_run) {
      context.out << plan_sql(plan, session.backend().dialect) << std::flush;
    } else {
      context.say(changes_text(comparison.changes, context.err_style, context.terminal.width));
    }
    context.say(changes_summary(comparison.changes));
  }

  void print_json(const Context& context, const Session& session,
                  const schema::Comparison& comparison, const schema::Plan& plan) const {
    JsonObject document = json_document();
    document.add("database", session.target().shown).add("dry_run", request_.dry_run);
    document.add("statements", counts_of(plan).up);
    context.out << document.add("changes", changes_json(comparison.changes)).text();
  }

  /// The plan as a migration that no file holds, so that its losses are counted as any other's.
  static Migration as_migration(const Session& session, const schema::Plan& plan) {
    const Dialect& dialect = session.backend().dialect;
    return migrations::parse_migration(
        "0_sync.sql", migrations::format_migration(plan, std::nullopt, "", dialect),
        dialect.lexical_rules());
  }

  ExitCode carry_out(Context& context, const Project& project, Session& session,
                     const schema::Plan& plan) const {
    const Migration migration = as_migration(session, plan);
    migrations::RunPlan runs;
    runs.runs.push_back({.migration = &migration});
    require_approval(
        context, session.target(),
        {"sync", migrations::losses(runs, session.connection(), request_.allowed_kinds, false)});
    const Interrupts::Shield shield(context.interrupts);
    const auto lock = lock_database(context, project, session, request_);
    const auto start = context.clock.now();
    const model::ModelSet none;  // what sync runs holds no steps
    migrations::LiveSteps steps(session.connection(), session.backend(), session.ddl(),
                                session.scope(), none);
    std::size_t done = 0;
    try {
      migrations::run_section(migration.up, session.connection(), session.backend().guard, steps,
                              context.interrupts.token(), done);
    } catch (const Error& error) {
      return explain(context, session, error, done);
    }
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(context.clock.now() - start);
    context.say(fmt::format("Synced {}: {} in {}.", session.target().name(),
                            count_of(done, "statement"), duration_text(took)));
    context.next({{"covet diff", "should be empty"}});
    return ExitCode::ok;
  }

  static ExitCode explain(const Context& context, const Session& session, const Error& error,
                          std::size_t done) {
    report(error, context);
    if (error.sql())
      context.err << "in:\n  " << replace_all(error.sql()->sql, "\n", "\n  ") << '\n';
    const bool nothing = done == 0;
    const int signal = context.interrupts.signal();
    ExitCode code = nothing ? ExitCode::failed : ExitCode::partly_applied;
    if (error.code() == Errc::in_doubt) code = ExitCode::unknown_outcome;
    if (signal != 0) code = exit_code_for_signal(signal);
    context.say(
        nothing ? fmt::format("Nothing stands; {} is as before. (exit {})", session.target().name(),
                              number(code))
                : fmt::format("{} stand. (exit {})", count_of(done, "statement"), number(code)));
    context.next({{"covet diff", "what is still to do"}});
    return code;
  }

  RunRequest request_;
};

}  // namespace

std::unique_ptr<Command> sync_command() {
  return std::make_unique<Sync>();
}

}  // namespace covet::cli
