#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/json.h"
#include "cli/session.h"
#include "core/base/file.h"
#include "core/base/strings.h"
#include "migrations/directory.h"
#include "migrations/export_sql.h"
#include "migrations/query_step.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

class Export : public Command {
 public:
  CommandInfo info() const override {
    return {"export", "", "Write the migrations as plain SQL, for other tools", Group::start};
  }

  void define(CLI::App& app) override {
    app.add_option("--format", format_, "What to write")
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"sql"}));
    auto* folder = app.add_option("--to-dir", folder_, "The folder to write into (sql)");
    folder->type_name("DIR");
    app.add_flag("--single", single_, "Print all ups, one behind the other, on standard output")
        ->excludes(folder);
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const Target target =
        resolve_target(context.globals, project.config, context.environment, context.folder);
    const schema::Backend& backend = backend_for(target.url);
    const std::vector<migrations::Migration> migrations = migrations::load_directory(
        project.migrations_folder(), backend.engine, backend.dialect.lexical_rules());
    const model::ModelSet models =
        migrations::have_steps(migrations) ? load_models(context, project) : model::ModelSet();
    if (single_) {
      context.out << migrations::export_single(migrations, backend.dialect, models);
      return ExitCode::ok;
    }
    const fs::path folder = context.folder / folder_;
    const std::vector<migrations::SqlFile> files =
        migrations::export_pairs(migrations, backend.dialect, models);
    refuse_others(context, folder, files);
    make_folders(folder);
    JsonArray written;
    for (const migrations::SqlFile& file : files) {
      write_file(folder / file.name, file.text);
      written.add(context.shown(folder / file.name));
    }
    if (context.globals.json) context.out << json_document().add("written", written).text();
    tell(context, migrations, folder);
    return ExitCode::ok;
  }

 private:
  /// A file with another text is somebody's own.
  static void refuse_others(const Context& context, const fs::path& folder,
                            const std::vector<migrations::SqlFile>& files) {
    for (const migrations::SqlFile& file : files) {
      const fs::path path = folder / file.name;
      if (!fs::exists(path) || read_file(path) == file.text) continue;
      throw Error(Errc::usage, context.shown(path) + " is there already, with another text",
                  "name another folder with --to-dir, or move the file away");
    }
  }

  static void tell(const Context& context, const std::vector<migrations::Migration>& migrations,
                   const fs::path& folder) {
    std::size_t without = 0;
    bool dotted = false;
    for (const migrations::Migration& migration : migrations) {
      if (!migration.down) ++without;
      dotted = dotted || migration.version.text().find('.') != std::string::npos;
    }
    context.say(fmt::format("Wrote {} to {}", count_of(migrations.size(), "migration"),
                            context.shown(folder)));
    if (without > 0)
      context.note(count_of(without, "migration") + " without a way back: no .down.sql");
    if (dotted) context.note("golang-migrate takes no dots in versions");
    context.next({{"covet import " + context.shown(folder) + " --dry-run", "reads them again"}});
  }

  std::string format_ = "sql";
  std::string folder_ = "sql";
  bool single_ = false;
};

}  // namespace

std::unique_ptr<Command> export_command() {
  return std::make_unique<Export>();
}

}  // namespace covet::cli
