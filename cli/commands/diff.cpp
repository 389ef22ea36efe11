#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/change_screen.h"
#include "cli/commands/commands.h"
#include "cli/plan_sql.h"
#include "cli/session.h"

namespace covet::cli {
namespace {

class Diff : public Command {
 public:
  CommandInfo info() const override {
    return {"diff", "", "Show how the database differs from the models", Group::every_day};
  }

  void define(CLI::App& app) override {
    app.add_flag("--sql", sql_, "Print the statements that would bring the database to the models");
    app.add_flag("--exit-code", exit_code_, "Exit with 1 if there are differences");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const model::ModelSet models = load_models(context, project);
    Session session = open_session_to_compare(context, project);
    const schema::Comparison comparison = compare_models(context, session, models);
    if (context.globals.json) {
      print_json(context, session, comparison);
    } else if (sql_) {
      const schema::Plan plan = schema::plan(comparison.live, comparison.changes, session.ddl());
      say_notes(context, plan, comparison.notes);
      context.out << plan_sql(plan, session.backend().dialect);
    } else {
      print(context, project, session, comparison);
    }
    return exit_code_ && !comparison.changes.empty() ? ExitCode::finding : ExitCode::ok;
  }

 private:
  static void print(const Context& context, const Project& project, const Session& session,
                    const schema::Comparison& comparison) {
    context.say(fmt::format("Comparing {} with {}", models_display(context, project),
                            session.target().name()));
    if (comparison.changes.empty()) {
      context.out << "No differences: " << session.target().name() << " is as the models say.\n";
      return context.next({{"covet status", "which migrations are applied"}});
    }
    const std::size_t width = context.terminal.out ? context.terminal.width : 0;
    context.say("");
    context.out << changes_text(comparison.changes, context.out_style, width) << '\n'
                << changes_summary(comparison.changes) << '\n'
                << std::flush;
    context.next({{"covet make \"describe it\"", "write this as a migration"},
                  {"covet diff --sql", "see the statements"}});
  }

  static void print_json(const Context& context, const Session& session,
                         const schema::Comparison& comparison) {
    JsonObject document = json_document();
    document.add("environment", session.target().environment)
        .add("database", session.target().shown);
    document.add("engine", session.backend().engine).add("equal", comparison.changes.empty());
    document.add("changes", changes_json(comparison.changes));
    const schema::Plan plan = schema::plan(comparison.live, comparison.changes, session.ddl());
    JsonArray statements;
    for (const schema::Step& step : plan.steps) {
      for (const std::string& statement : step.up.statements)
        statements.add(statement);
    }
    document.add("statements", statements).add("notes", json_array(comparison.notes));
    context.out << document.add("not_compared", json_array(comparison.unspelled)).text();
  }

  bool sql_ = false;
  bool exit_code_ = false;
};

}  // namespace

std::unique_ptr<Command> diff_command() {
  return std::make_unique<Diff>();
}

}  // namespace covet::cli
