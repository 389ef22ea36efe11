#include "migrations/baseline.h"

#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/approve.h"
#include "cli/change_screen.h"
#include "cli/commands/commands.h"
#include "cli/json.h"
#include "cli/run_migrations.h"
#include "cli/session.h"
#include "core/base/file.h"
#include "core/base/source.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "core/model/toml_edit.h"
#include "core/model/toml_text.h"
#include "migrations/tags.h"

namespace covet::cli {
namespace {

using migrations::Applied;
using migrations::Migration;
using migrations::Version;

/// What speaks for the database having the schema.
enum class Proof : std::uint8_t { models, fingerprint, nothing };

std::string_view name_of(Proof proof) {
  switch (proof) {
    case Proof::models:
      return "models";
    case Proof::fingerprint:
      return "fingerprint";
    case Proof::nothing:
      return "nothing";
  }
  return "nothing";
}

struct Finding {
  Proof proof = Proof::nothing;
  std::string why{};  ///< why there is no proof
  std::vector<schema::Change> changes{};
  std::vector<std::string> extras{};  ///< to be ignored from now on
};

class Baseline : public Command {
 public:
  CommandInfo info() const override {
    return {"baseline", "", "Adopt a database that has its schema already", Group::repair};
  }

  void define(CLI::App& app) override {
    app.add_option("version", version_,
                   "The last migration whose schema it has; the last file's "
                   "unless given")
        ->type_name("VERSION");
    app.add_flag("--ignore-extra", ignore_extra_,
                 "Write what is in the database beside the models into `ignore` of covet.toml");
    app.add_flag("--dry-run", dry_run_, "Compare, and change nothing");
    add_lock_timeout(app, request_);
  }

  ExitCode run(Context& context) override {
    if (!version_.empty() && !migrations::is_version(version_)) {
      throw Error(Errc::usage, fmt::format("`{}` is not a version", version_),
                  "covet status lists the versions");
    }
    const Project project = load_project(context);
    if (ignore_extra_ && !project.has_file()) {
      throw Error(Errc::config, "there is no covet.toml to write `ignore` into",
                  "run `covet init` first");
    }
    Session session = dry_run_ ? open_session_to_compare(context, project)
                               : open_session(context, project, Access::read_write);
    std::vector<Migration> files = session.migrations(project);
    // What runs again whenever it changes is no state to begin from.
    std::erase_if(files, [](const Migration& file) { return file.version.repeatable(); });
    const Version to(version_);
    const std::vector<Applied> rows =
        migrations::baseline_rows(files, session.history().read(), to);
    if (rows.empty()) return nothing_to_do(context, session);
    const Finding finding = examine(context, project, session, files, to);
    if (!finding.changes.empty()) return differs(context, session, finding);
    if (dry_run_) return report(context, session, rows, finding);
    if (finding.proof == Proof::nothing) ask_without_proof(context, session, finding);
    require_approval(context, session.target(),
                     {fmt::format("take {} as applied", count_of(rows.size(), "migration")), {}});

    const Interrupts::Shield shield(context.interrupts);
    const auto lock = lock_database(context, project, session, request_);
    session.history().ensure();
    const std::vector<Applied> now = migrations::baseline_rows(files, session.history().read(), to);
    if (!finding.extras.empty()) write_ignore(context, project, finding.extras);
    Transaction transaction(session.connection());
    for (Applied row : now) {
      row.applied_at = context.clock.wall();
      row.applied_by = who_runs(context);
      session.history().insert(row);
    }
    transaction.commit();
    return report(context, session, now, finding);
  }

 private:
  static ExitCode nothing_to_do(const Context& context, const Session& session) {
    if (context.globals.json) context.out << json_document().add("migrations", JsonArray()).text();
    context.say(fmt::format("Nothing to do: {} has this baseline.", session.target().name()));
    context.next({{"covet status", "which migrations are applied"}});
    return ExitCode::ok;
  }

  /// The models where `to` is the last file, since they say what it leads to; else the fingerprint
  /// that the file bears.
  Finding examine(const Context& context, const Project& project, Session& session,
                  const std::vector<Migration>& files, const Version& to) const {
    const bool last = to.empty() || to == files.back().version;
    std::optional<model::ModelSet> models;
    try {
      models = load_models(context, project);
    } catch (const Error& error) {
      if (error.code() != Errc::config) throw;
      context.detail(error.message());
    }
    if (last && models) return compare_with_models(context, session, *models);
    const auto file = std::ranges::find_if(
        files, [&](const Migration& m) { return last ? &m == &files.back() : m.version == to; });
    if (file->schema_fingerprint.empty()) {
      return {
          .why = fmt::format("{} does not say what schema it leads to", context.shown(file->file))};
    }
    if (fingerprint(session, models) == file->schema_fingerprint)
      return {.proof = Proof::fingerprint};
    return {.why = fmt::format("the schema of {} is not the one that {} led to when it was written",
                               session.target().name(), context.shown(file->file))};
  }

  static std::string fingerprint(Session& session, const std::optional<model::ModelSet>& models) {
    if (models) {
      return schema::fingerprint(schema::compare(session.connection(), session.backend(),
                                                 session.ddl(), *models, session.scope())
                                     .live);
    }
    return schema::fingerprint(
        session.backend().inspector.inspect(session.connection(), session.scope()));
  }

  Finding compare_with_models(const Context& context, Session& session,
                              const model::ModelSet& models) const {
    const schema::Comparison comparison = compare_models(context, session, models);
    Finding finding{.proof = Proof::models, .changes = comparison.changes};
    if (!comparison.unspelled.empty()) {
      finding.proof = Proof::nothing;
      finding.why = "not every expression could be compared";
    }
    if (!ignore_extra_ || finding.changes.empty()) return finding;
    finding.extras = migrations::extras_in(finding.changes);
    schema::Scope scope = session.scope();
    scope.ignore.insert(scope.ignore.end(), finding.extras.begin(), finding.extras.end());
    finding.changes =
        schema::compare(session.connection(), session.backend(), session.ddl(), models, scope)
            .changes;
    return finding;
  }

  static ExitCode differs(const Context& context, const Session& session, const Finding& finding) {
    const std::vector<std::string> extras = migrations::extras_in(finding.changes);
    if (context.globals.json) {
      JsonObject document = json_document();
      document.add("database", session.target().shown).add("migrations", JsonArray());
      document.add("changes", changes_json(finding.changes));
      context.out << document.add("only_in_the_database", json_array(extras)).text();
    } else {
      context.out << changes_text(finding.changes, context.out_style,
                                  context.terminal.out ? context.terminal.width : 0)
                  << '\n'
                  << fmt::format("{} is not as the models say: {}\n", session.target().name(),
                                 changes_summary(finding.changes))
                  << std::flush;
    }
    context.say("Nothing was changed.");
    std::vector<Context::Step> steps;
    if (!extras.empty()) {
      steps.push_back(
          {"covet baseline --ignore-extra",
           fmt::format("leaves alone what only the database has: {}", join(extras, ", "))});
    }
    steps.push_back({"covet sync --dry-run", "what would make the database equal the models"});
    steps.push_back(
        {"covet inspect --write schema", "makes the models equal the database; then covet make"});
    context.next(steps);
    return ExitCode::finding;
  }

  static void ask_without_proof(const Context& context, const Session& session,
                                const Finding& finding) {
    if (context.globals.yes) return;
    const std::string what = fmt::format("can't tell whether {} has this schema: {}",
                                         session.target().name(), finding.why);
    const std::string way = "look with `covet diff`, then pass --yes if you know that it has";
    if (!context.interactive()) throw Error(Errc::refused, what, way);
    context.warn(what);
    if (!context.confirm("Take these migrations as applied?"))
      throw Error(Errc::refused, "nothing was changed", way);
  }

  static void write_ignore(const Context& context, const Project& project,
                           const std::vector<std::string>& extras) {
    std::vector<std::string> ignore = project.config.ignore;
    ignore.insert(ignore.end(), extras.begin(), extras.end());
    const Source source(context.shown(project.config.file), read_file(project.config.file));
    write_file(project.config.file, model::edit_toml(source, {{model::TomlEdit::Kind::set,
                                                               {"project", "ignore"},
                                                               model::toml_list(ignore)}}));
    context.say(fmt::format("Wrote `ignore` of {}: {}", context.shown(project.config.file),
                            join(extras, ", ")));
  }

  ExitCode report(const Context& context, const Session& session, const std::vector<Applied>& rows,
                  const Finding& finding) const {
    JsonArray migrations;
    for (const Applied& row : rows) {
      migrations.add(JsonObject().add("version", row.version.text()).add("name", row.name));
      context.detail(fmt::format("  {} {}", row.version.text(), replace_all(row.name, "_", " ")));
    }
    if (context.globals.json) {
      JsonObject document = json_document();
      document.add("database", session.target().shown).add("dry_run", dry_run_);
      document.add("migrations", migrations).add("compared_with", name_of(finding.proof));
      context.out << document.add("ignored", json_array(finding.extras)).text();
    }
    if (finding.proof == Proof::nothing) context.note(finding.why);
    context.say(fmt::format("{} {} as applied to {}, up to {}.", dry_run_ ? "Would take" : "Took",
                            count_of(rows.size(), "migration"), session.target().name(),
                            rows.back().version.text()));
    if (!finding.extras.empty() && dry_run_)
      context.say("Would leave alone from now on: " + join(finding.extras, ", "));
    if (dry_run_) {
      context.next({{command(), "does it"}});
    } else {
      context.next({{"covet status", "which migrations are applied"}});
    }
    return ExitCode::ok;
  }

  std::string command() const {
    std::string command = "covet baseline";
    if (!version_.empty()) command += " " + version_;
    if (ignore_extra_) command += " --ignore-extra";
    return command;
  }

  std::string version_;
  bool ignore_extra_ = false;
  bool dry_run_ = false;
  RunRequest request_;
};

}  // namespace

std::unique_ptr<Command> baseline_command() {
  return std::make_unique<Baseline>();
}

}  // namespace covet::cli
