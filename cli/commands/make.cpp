#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/ask_renames.h"
#include "cli/change_screen.h"
#include "cli/commands/commands.h"
#include "cli/make_targets.h"
#include "cli/plan_sql.h"
#include "cli/project_files.h"
#include "cli/session.h"
#include "core/base/file.h"
#include "core/base/strings.h"
#include "migrations/decide.h"
#include "migrations/directory.h"
#include "migrations/migration_file.h"
#include "migrations/query_step.h"
#include "migrations/step_sql.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

using migrations::Standing;
using migrations::Version;

/// A migration that is yet to be written.
struct Draft {
  std::string engine;
  std::string text;
  std::vector<schema::Change> changes;
  PlanCounts counts;
  fs::path file{};
};

/// The models are compared with a database: it must stand where the migration files end.
void refuse_pending(const Context& context, Session& session,
                    const std::vector<migrations::Migration>& files) {
  for (const migrations::StatusLine& line : migrations::stand(files, session.history().read())) {
    if (line.standing != Standing::pending && line.standing != Standing::partial &&
        line.standing != Standing::midway)
      continue;
    throw Error(Errc::usage,
                fmt::format("{} is not applied to {}, whose schema this migration would start from",
                            context.shown(line.migration->file), session.target().name()),
                "run `covet migrate` first, or delete the file if it should not be");
  }
}

std::optional<Version> newest(const std::vector<Version>& versions) {
  if (versions.empty()) return std::nullopt;
  return *std::ranges::max_element(versions);
}

class Make : public Command {
 public:
  CommandInfo info() const override {
    return {"make", "new", "Write the migration that leads from the database to the models",
            Group::every_day};
  }

  void define(CLI::App& app) override {
    app.add_option("name", name_, "What the migration does, in a few words")->type_name("NAME");
    app.add_flag("--empty", empty_, "Write a file without statements, to fill in by hand");
    app.add_flag("--data", data_,
                 "Write a file that changes rows, in the words of the models: for every engine");
    app.add_option("--step", steps_,
                   "With --data: what it does: 'posts.filter(…).update(…)'; may be repeated")
        ->type_name("QUERY")
        ->allow_extra_args(false);
    app.add_flag("--check", check_,
                 "Write nothing; exit with 1 if the models are ahead of the migrations");
    app.add_flag("--no-rename", no_rename_,
                 "Take a drop and an add that look alike for what they are, and don't ask");
  }

  ExitCode run(Context& context) override {
    if (name_.empty() && !check_) {
      throw Error(Errc::usage, "`covet make` needs NAME",
                  "say what it does: covet make \"add ratings\"");
    }
    if ((empty_ ? 1 : 0) + (check_ ? 1 : 0) + (data_ ? 1 : 0) > 1) {
      throw Error(Errc::usage, "--empty, --data and --check exclude each other",
                  "drop all but one of them");
    }
    if (!steps_.empty() && !data_) {
      throw Error(Errc::usage, "--step goes with --data",
                  "covet make --data \"what it does\" --step 'posts.filter(…).update(…)'");
    }
    const std::string slug = check_ ? "" : migrations::file_slug(name_);
    const Project project = load_project(context);
    if (empty_) return write_empty(context, project, slug);
    if (data_) return write_data(context, project, slug);

    const model::ModelSet models = load_models(context, project);
    std::vector<Draft> drafts;
    for (Target& target : targets_for_make(context, project)) {
      if (auto draft = draft_for(context, project, models, std::move(target)))
        drafts.push_back(std::move(*draft));
    }
    if (check_) return report_check(context, drafts);
    if (drafts.empty()) return nothing_to_do(context);
    write(context, project, slug, drafts);
    print(context, drafts);
    return ExitCode::ok;
  }

 private:
  std::optional<Draft> draft_for(const Context& context, const Project& project,
                                 const model::ModelSet& models, Target target) const {
    const Access access = access_for_comparing(target);
    Session session(context, project, std::move(target), access);
    const std::vector<migrations::Migration> files = session.migrations(project);
    refuse_pending(context, session, files);
    schema::Comparison comparison = compare_models(context, session, models);
    if (!no_rename_ && !check_) settle_renames(context, session, comparison);
    const schema::Plan plan = schema::plan(comparison.live, comparison.changes, session.ddl());
    if (plan.empty()) return std::nullopt;
    say_notes(context, plan, comparison.notes);
    Draft draft{.engine = std::string(session.backend().engine),
                .text = {},
                .changes = comparison.changes,
                .counts = counts_of(plan)};
    const std::optional<Version> parent =
        newest(migrations::versions_in(project.migrations_folder()));
    draft.text = migrations::format_migration(plan, parent.value_or(Version()),
                                              schema::fingerprint(comparison.wanted),
                                              session.backend().dialect);
    return draft;
  }

  static fs::path new_file(const Project& project, const std::string& slug, const Version& version,
                           const std::string& engine) {
    const std::string suffix = project.several_engines() ? "." + engine : "";
    make_folders(project.migrations_folder());
    return project.migrations_folder() / fmt::format("{}_{}{}.sql", version.text(), slug, suffix);
  }

  static void write(const Context& context, const Project& project, const std::string& slug,
                    std::vector<Draft>& drafts) {
    const Version version = migrations::next_version(
        migrations::versions_in(project.migrations_folder()), context.clock.wall());
    for (Draft& draft : drafts) {
      draft.file = new_file(project, slug, version, draft.engine);
      write_file(draft.file, draft.text);
    }
  }

  static ExitCode write_empty(const Context& context, const Project& project,
                              const std::string& slug) {
    const std::vector<Version> versions = migrations::versions_in(project.migrations_folder());
    const Version version = migrations::next_version(versions, context.clock.wall());
    std::vector<std::string> engines = project.config.engines;
    if (!project.several_engines()) engines = {""};
    JsonArray written;
    for (const std::string& engine : engines) {
      const fs::path file = new_file(project, slug, version, engine);
      write_file(file, migrations::format_empty_migration(newest(versions).value_or(Version())));
      context.say("Created " + context.shown(file));
      written.add(context.shown(file));
    }
    if (context.globals.json) context.out << json_document().add("created", written).text();
    context.next({{"covet migrate", "after writing its statements"}});
    return ExitCode::ok;
  }

  ExitCode write_data(const Context& context, const Project& project,
                      const std::string& slug) const {
    check_steps(context, project);
    const std::vector<Version> versions = migrations::versions_in(project.migrations_folder());
    const Version version = migrations::next_version(versions, context.clock.wall());
    make_folders(project.migrations_folder());
    const fs::path file =
        project.migrations_folder() / fmt::format("{}_{}.sql", version.text(), slug);
    write_file(file,
               migrations::format_data_migration(newest(versions).value_or(Version()), steps_));
    context.say("Created " + context.shown(file));
    if (context.globals.json) {
      JsonArray written;
      context.out << json_document().add("created", written.add(context.shown(file))).text();
    }
    if (steps_.empty()) {
      context.next({{"covet migrate", "after writing its steps"}});
    } else {
      context.next({{"covet migrate --dry-run", "shows its SQL"}, {"covet migrate", "runs it"}});
    }
    return ExitCode::ok;
  }

  /// By the models, on each engine of the project: what is wrong is better said now.
  void check_steps(const Context& context, const Project& project) const {
    if (steps_.empty()) return;
    std::vector<std::string> notes;
    const auto engines = engines_of(project, target_if_any(context, project, notes));
    const schema::QueryModels models(load_models(context, project));
    for (const std::string& step : steps_) {
      migrations::Migration given;
      given.file = "--step";
      given.text = migrations::as_comment(step);
      migrations::SqlStatement statement;
      statement.text = given.text.part(trim(given.text));
      try {
        statement.query = migrations::parse_query_step(statement.text);
        for (const schema::Backend* backend : engines)
          migrations::step_sql(statement, models, backend->dialect);
      } catch (const Error& error) {
        if (error.diagnostics().empty()) throw;
        throw Error(error.code(), error.message(), error.hint())
            .with({migrations::in_file(error.diagnostics().front(), given, 1, 1)});
      }
    }
  }

  static ExitCode nothing_to_do(const Context& context) {
    if (context.globals.json) context.out << json_document().add("created", JsonArray()).text();
    context.say("Nothing to do: the database is as the models say.");
    context.next({{"covet status", "which migrations are applied"}});
    return ExitCode::ok;
  }

  static ExitCode report_check(const Context& context, const std::vector<Draft>& drafts) {
    if (context.globals.json) {
      JsonArray engines;
      for (const Draft& draft : drafts)
        engines.add(draft_json(context, draft));
      context.out << json_document().add("covered", drafts.empty()).add("missing", engines).text();
    } else if (drafts.empty()) {
      context.out << "The migrations cover the models.\n";
    } else {
      for (const Draft& draft : drafts) {
        context.out << changes_text(draft.changes, context.out_style, 0) << '\n'
                    << changes_summary(draft.changes) << " not in a migration\n";
      }
    }
    context.out << std::flush;
    if (drafts.empty()) return ExitCode::ok;
    context.next({{"covet make \"describe it\"", "write the migration"}});
    return ExitCode::finding;
  }

  static JsonObject draft_json(const Context& context, const Draft& draft) {
    JsonObject json;
    json.add("engine", draft.engine);
    if (!draft.file.empty()) json.add("file", context.shown(draft.file));
    json.add("up", draft.counts.up).add("down", draft.counts.down);
    return json.add("changes", changes_json(draft.changes));
  }

  static void print(const Context& context, const std::vector<Draft>& drafts) {
    JsonArray written;
    for (const Draft& draft : drafts) {
      written.add(draft_json(context, draft));
      context.say("Created " + context.shown(draft.file));
      context.say(changes_text(draft.changes, context.err_style, context.terminal.width));
      context.say(fmt::format("  up    {}", count_of(draft.counts.up, "statement")));
      std::string down = fmt::format("  down  {}", count_of(draft.counts.down, "statement"));
      for (const schema::Change& change : draft.changes) {
        for (const schema::Hazard& hazard : schema::hazards(change)) {
          down += fmt::format("\n        {} can't be brought back by it ({})", hazard.object,
                              hazard.kind);
        }
      }
      context.say(down);
    }
    if (context.globals.json) context.out << json_document().add("created", written).text();
    context.next({{"covet migrate", "after a look at the file"},
                  {"covet migrate --dry-run", "shows the plan"}});
  }

  std::string name_;
  bool empty_ = false;
  bool data_ = false;
  std::vector<std::string> steps_;
  bool check_ = false;
  bool no_rename_ = false;
};

}  // namespace

std::unique_ptr<Command> make_command() {
  return std::make_unique<Make>();
}

}  // namespace covet::cli
