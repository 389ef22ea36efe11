#include "migrations/check.h"

#include <algorithm>
#include <ostream>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/change_screen.h"
#include "cli/commands/commands.h"
#include "cli/project_files.h"
#include "cli/report.h"
#include "core/base/strings.h"
#include "migrations/directory.h"
#include "schema/from_models.h"

namespace covet::cli {
namespace {

using migrations::Standing;
using migrations::StatusLine;

/// What was looked at, and what was found.
struct CheckReport {
  std::vector<Diagnostic> findings{};
  std::vector<std::string> notes{};  ///< what could not be looked at
  std::size_t files = 0;
  std::size_t models = 0;
  bool pending = false;
  std::string database{};  ///< as it was given; empty: none was looked at

  void add(std::vector<Diagnostic> found) {
    std::ranges::move(found, std::back_inserter(findings));
  }
};

/// True where every file is applied as it stands: then the database is what the models should say.
bool is_complete(const std::vector<StatusLine>& lines) {
  return std::ranges::all_of(lines, [](const StatusLine& line) {
    return line.standing == Standing::applied || line.standing == Standing::baseline;
  });
}

class CheckCommand : public Command {
 public:
  CommandInfo info() const override {
    return {"check", "", "Check that models, migrations and history agree, for CI", Group::check};
  }

  void define(CLI::App& app) override {
    app.add_flag("--offline", offline_, "Look at the files alone, at no database");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    CheckReport report;
    std::optional<Target> target = target_if_any(context, project, report.notes);
    if (offline_) report.notes.clear();
    const std::vector<const schema::Backend*> engines = engines_of(project, target);
    const std::vector<EngineFiles> files = read_files(project, engines, report.findings);
    check_files(project, files, report);
    const std::optional<model::ModelSet> models = check_models(context, project, engines, report);
    if (target && !offline_) check_database(context, project, *target, files, models, report);
    for (Diagnostic& finding : report.findings)
      finding.where.file = context.shown(finding.where.file);
    if (context.globals.json) {
      print_json(context, report);
    } else {
      print(context, report);
    }
    return report.findings.empty() ? ExitCode::ok : ExitCode::finding;
  }

 private:
  static void check_files(const Project& project, const std::vector<EngineFiles>& files,
                          CheckReport& report) {
    const std::vector<migrations::Version> versions =
        migrations::versions_in(project.migrations_folder());
    report.files = versions.size();
    const std::vector<migrations::Migration> all = all_of(files);
    report.add(migrations::check_chain(migrations::Chain(all), versions));
  }

  /// Nothing where they have faults, or there are none.
  static std::optional<model::ModelSet> check_models(
      const Context& context, const Project& project,
      const std::vector<const schema::Backend*>& engines, CheckReport& report) {
    try {
      model::ModelSet models = load_models(context, project);
      report.models = models.models.size();
      for (const schema::Backend* backend : engines)
        schema::from_models(models, *backend->make_ddl({}));
      return models;
    } catch (const Error& error) {
      if (!error.diagnostics().empty()) {
        report.add(error.diagnostics());
      } else if (error.code() == Errc::config) {
        report.notes.push_back(error.message());
      } else {
        throw;
      }
      return std::nullopt;
    }
  }

  static void check_database(const Context& context, const Project& project, const Target& target,
                             const std::vector<EngineFiles>& files,
                             const std::optional<model::ModelSet>& models, CheckReport& report) {
    const auto own = std::ranges::find(files, &backend_for(target.url), &EngineFiles::backend);
    if (own == files.end()) {
      report.notes.push_back(
          fmt::format("no database was looked at: project.engines does not name {}, {}'s engine",
                      backend_for(target.url).engine, target.name()));
      return;
    }
    std::optional<Session> session =
        session_if_reachable(context, project, target, access_for_comparing(target), report.notes);
    if (!session) return;
    report.database = target.shown;
    const std::vector<StatusLine> lines =
        migrations::stand(own->migrations, session->history().read());
    const bool files_are_whole = report.findings.empty();
    report.add(migrations::check_history(lines));
    report.pending = std::ranges::any_of(
        lines, [](const StatusLine& line) { return line.standing == Standing::pending; });
    if (!models || !files_are_whole || lines.empty()) return;
    if (is_complete(lines)) {
      compare(*session, *models, report);
    } else {
      report.notes.push_back(
          fmt::format("the models were not compared with {}: not every migration is applied to it",
                      target.name()));
    }
  }

  static void compare(Session& session, const model::ModelSet& models, CheckReport& report) {
    const schema::Comparison comparison = schema::compare(session.connection(), session.backend(),
                                                          session.ddl(), models, session.scope());
    for (const std::string& what : comparison.unspelled)
      report.notes.push_back("could not compare " + what);
    if (comparison.changes.empty() || !comparison.unspelled.empty()) return;
    Diagnostic& finding = report.findings.emplace_back();
    finding.code = "CV228";
    finding.message = fmt::format("the models say what no migration does: {}",
                                  changes_summary(comparison.changes));
    finding.notes = {std::string(trim(changes_text(comparison.changes, Style(), 0)))};
    finding.help = "`covet make \"describe it\"` writes them as a migration";
  }

  static void print(const Context& context, const CheckReport& report) {
    for (const Diagnostic& finding : report.findings)
      context.out << diagnostic_text(finding, context, context.out_style) << '\n';
    if (report.findings.empty()) {
      context.out << fmt::format("{} agree{}.\n", subjects(report),
                                 report.database.empty() ? "" : " with the database");
    } else {
      context.out << count_of(report.findings.size(), "finding") << ".\n";
    }
    context.out << std::flush;
    for (const std::string& note : report.notes)
      context.note(note);
    suggest(context, report);
  }

  static std::string subjects(const CheckReport& report) {
    return fmt::format("{} and {}", count_of(report.models, "model"),
                       count_of(report.files, "migration file"));
  }

  static void suggest(const Context& context, const CheckReport& report) {
    const auto found = [&](std::initializer_list<std::string_view> codes) {
      return std::ranges::any_of(report.findings, [&](const Diagnostic& finding) {
        return std::ranges::find(codes, finding.code) != codes.end();
      });
    };
    std::vector<Context::Step> steps;
    if (found({"CV221", "CV222", "CV223", "CV224", "CV226"}))
      steps.push_back({"covet rebase --dry-run", "how the files would stand in one line"});
    if (found({"CV227"})) steps.push_back({"covet migrate", "goes on where it stopped"});
    if (found({"CV228"}))
      steps.push_back({"covet make \"describe it\"", "write the models' changes as a migration"});
    if (steps.empty() && report.pending)
      steps.push_back({"covet migrate", "apply what is pending"});
    if (steps.empty()) steps.push_back({"covet status", "which migrations are applied"});
    context.next(steps);
  }

  static void print_json(const Context& context, const CheckReport& report) {
    JsonArray findings;
    for (const Diagnostic& finding : report.findings)
      findings.add(diagnostic_json(finding));
    JsonObject document = json_document();
    document.add("findings", findings).add("notes", json_array(report.notes));
    document.add("migration_files", report.files).add("models", report.models);
    document.add_unless_empty("database", report.database);
    context.out << document.text();
  }

  bool offline_ = false;
};

}  // namespace

std::unique_ptr<Command> check_command() {
  return std::make_unique<CheckCommand>();
}

}  // namespace covet::cli
