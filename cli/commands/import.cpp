#include <algorithm>
#include <map>
#include <optional>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/approve.h"
#include "cli/commands/commands.h"
#include "cli/json.h"
#include "cli/run_migrations.h"
#include "cli/session.h"
#include "cli/table.h"
#include "core/base/file.h"
#include "core/base/strings.h"
#include "migrations/imports/adopt.h"
#include "migrations/imports/format.h"
#include "migrations/migration_file.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

namespace imports = migrations::imports;
using imports::ImportedFile;

/// What an import has found out before it writes anything.
struct Finding {
  const imports::Format* format = nullptr;
  std::string tool;
  imports::Conversion conversion;
  std::vector<ImportedFile> files;
  std::vector<bool> there;  ///< which of the files exist, as they are
  fs::path folder{};        ///< where they go
  std::optional<imports::ToolHistory> history{};
  imports::Adoption adoption{};
};

/// Files that are in the way: another text under the name, or another name for the version.
std::vector<Diagnostic> conflicts(const Context& context, const Finding& finding) {
  std::map<migrations::Version, std::string> present;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(finding.folder, none)) {
    const std::string name = entry.path().filename().string();
    if (const auto parsed = migrations::parse_file_name(name))
      present.emplace(parsed->version, name);
  }
  std::vector<Diagnostic> faults;
  for (std::size_t i = 0; i < finding.files.size(); ++i) {
    const ImportedFile& file = finding.files[i];
    const auto other = present.find(file.migration.version);
    if (finding.there[i] || other == present.end()) continue;
    Diagnostic diagnostic;
    diagnostic.code = "CV262";
    diagnostic.where.file = context.shown(finding.folder / other->second);
    diagnostic.message = other->second == file.name
                             ? "this file is there already, with another text"
                             : "version " + other->first.text() + " is there already";
    diagnostic.help = "it would come from " + file.source + ": move one of them away";
    faults.push_back(std::move(diagnostic));
  }
  return faults;
}

std::vector<bool> those_there(const Finding& finding) {
  std::vector<bool> there;
  for (const ImportedFile& file : finding.files) {
    const fs::path path = finding.folder / file.name;
    there.push_back(fs::is_regular_file(path) && read_file(path) == file.text);
  }
  return there;
}

class Import : public Command {
 public:
  CommandInfo info() const override {
    return {"import", "", "Convert the migrations of another tool", Group::start};
  }

  void define(CLI::App& app) override {
    app.add_option("dir", dir_, "Where the other tool's migrations lie")->type_name("DIR");
    app.add_option("--from", from_, "The tool, where the folder doesn't show it")
        ->type_name("TOOL");
    app.add_flag("--adopt", adopt_,
                 "Take over what the tool's own table says is applied, so that nothing runs twice");
    app.add_flag("--dry-run", dry_run_, "Show what would be written and adopted, change nothing");
    app.add_option("--placeholder", placeholders_,
                   "NAME=VALUE: what stands for ${NAME} in the files; may be repeated")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    add_lock_timeout(app, request_);
  }

  ExitCode run(Context& context) override {
    if (dir_.empty()) {
      throw Error(Errc::usage, "`covet import` needs DIR",
                  "name the folder of the other tool's migrations: covet import db/migrations");
    }
    const Project project = load_project(context);
    const Target target =
        resolve_target(context.globals, project.config, context.environment, context.folder);
    Finding finding = convert(context, project, backend_for(target.url));
    std::optional<Session> session = look_into_database(context, project, target, finding);
    if (!dry_run_) {
      if (adopt_) {
        require_approval(context, target, {adoption_text(finding), {}});
      }
      write(finding);
      if (adopt_ && !finding.adoption.rows.empty()) take_over(context, project, *session, finding);
    }
    if (context.globals.json) {
      print_json(context, finding);
    } else {
      print(context, finding, target);
    }
    return ExitCode::ok;
  }

 private:
  imports::Options options() const {
    imports::Options options;
    for (const std::string& text : placeholders_) {
      const std::size_t equals = text.find('=');
      if (equals == std::string::npos || equals == 0) {
        throw Error(Errc::usage, fmt::format("`{}` gives no placeholder a value", text),
                    "write it as --placeholder schema=public");
      }
      options.placeholders.insert_or_assign(text.substr(0, equals), text.substr(equals + 1));
    }
    return options;
  }

  Finding convert(const Context& context, const Project& project,
                  const schema::Backend& backend) const {
    const fs::path source = (context.folder / dir_).lexically_normal();
    Finding finding;
    finding.folder = project.migrations_folder();
    std::error_code unlike;
    if (fs::equivalent(source, finding.folder, unlike)) {
      throw Error(Errc::usage,
                  context.shown(finding.folder) +
                      " is where covet's own files go, and would get them beside the others",
                  fmt::format("give the old folder another name first: git mv {0} old_{0}, then "
                              "covet import old_{0}",
                              context.shown(finding.folder)));
    }
    imports::Folder folder = imports::read_folder(source);
    folder.root = context.shown(folder.root);
    const imports::Format& format = imports::format_for(folder, from_);
    finding.format = &format;
    finding.tool = format.name;
    finding.conversion = format.read(folder, options());
    finding.files = imports::write_files(
        finding.conversion, project.several_engines() ? std::string(backend.engine) : "",
        backend.dialect.lexical_rules());
    if (finding.files.empty()) {
      throw Error(Errc::not_found,
                  fmt::format("no migrations of {} in {}", finding.tool, folder.root.string()),
                  "name the folder in which they lie, or another tool with --from");
    }
    finding.there = those_there(finding);
    auto faults = conflicts(context, finding);
    if (!faults.empty()) {
      std::string message =
          count_of(faults.size(), "file") + " in the way in " + context.shown(finding.folder);
      throw Error(Errc::usage, std::move(message)).with(std::move(faults));
    }
    return finding;
  }

  /// What the tool's own table says. Without --adopt a database that can't be reached is no fault.
  std::optional<Session> look_into_database(const Context& context, const Project& project,
                                            const Target& target, Finding& finding) const {
    try {
      std::optional<Session> session;
      session.emplace(context, project, target,
                      adopt_ && !dry_run_ ? Access::read_write : Access::read_only);
      finding.history = finding.format->history(session->connection());
      if (finding.history) {
        finding.adoption =
            imports::plan_adoption(*finding.history, finding.files, session->history().read(),
                                   finding.tool, context.clock.wall());
      } else if (adopt_) {
        throw Error(Errc::not_found,
                    fmt::format("{} has no table in which {} wrote down what it applied",
                                target.name(), finding.tool),
                    "without --adopt only the files are written, and `covet migrate` applies them");
      }
      return session;
    } catch (const Error& error) {
      if (adopt_) throw;
      context.detail("the tool's table was not read: " + error.message());
      return std::nullopt;
    }
  }

  static void write(const Finding& finding) {
    make_folders(finding.folder);
    for (std::size_t i = 0; i < finding.files.size(); ++i) {
      if (!finding.there[i])
        write_file(finding.folder / finding.files[i].name, finding.files[i].text);
    }
  }

  /// Under the lock everything is read again.
  void take_over(Context& context, const Project& project, Session& session,
                 Finding& finding) const {
    const Interrupts::Shield shield(context.interrupts);
    const std::unique_ptr<schema::Lock> lock = lock_database(context, project, session, request_);
    session.history().ensure();
    finding.history = finding.format->history(session.connection());
    if (!finding.history) return;
    finding.adoption =
        imports::plan_adoption(*finding.history, finding.files, session.history().read(),
                               finding.tool, context.clock.wall());
    lock->check();
    imports::adopt(finding.adoption, session.connection(), session.history());
  }

  static std::string adoption_text(const Finding& finding) {
    return "take over " + count_of(finding.adoption.rows.size(), "applied migration") + " of " +
           finding.tool;
  }

  static std::string remark(const ImportedFile& file) {
    std::vector<std::string> parts;
    if (!file.migration.up.transaction) parts.emplace_back("no transaction");
    if (!file.migration.down) parts.emplace_back("no way back");
    return join(parts, ", ");
  }

  void print(const Context& context, const Finding& finding, const Target& target) const {
    const bool is_adopted = adopt_ && !finding.adoption.rows.empty();
    Table table({{"file"}, {"from"}, {"", false, 2}, {"", false, 3}});
    for (std::size_t i = 0; i < finding.files.size(); ++i) {
      const ImportedFile& file = finding.files[i];
      const bool runs_no_more = std::ranges::any_of(
          finding.adoption.rows,
          [&](const migrations::Applied& row) { return row.version == file.migration.version; });
      table.add({context.shown(finding.folder / file.name), file.source,
                 Cell(remark(file), Colour::dim),
                 runs_no_more ? Cell("applied by " + finding.tool, Colour::green) : Cell("")});
    }
    context.out << table.text(context.out_style, context.terminal.out ? context.terminal.width : 0,
                              2)
                << std::flush;
    for (const std::string& note : finding.conversion.notes)
      context.note(note);
    const auto written = std::ranges::count(finding.there, false);
    context.say(fmt::format("{} {} of {} to {}{}", dry_run_ ? "Would write" : "Wrote",
                            count_of(static_cast<std::size_t>(written), "migration"), finding.tool,
                            context.shown(finding.folder),
                            written == static_cast<std::ptrdiff_t>(finding.there.size())
                                ? ""
                                : "; the others are there already"));
    if (finding.history) tell_history(context, finding, target);
    suggest(context, finding, is_adopted);
  }

  void tell_history(const Context& context, const Finding& finding, const Target& target) const {
    const imports::Adoption& adoption = finding.adoption;
    if (!adoption.no_file.empty()) {
      context.warn(fmt::format("{} in {} {} to no file: {}{}",
                               count_of(adoption.no_file.size(), "row"), finding.history->table,
                               adoption.no_file.size() == 1 ? "belongs" : "belong",
                               adoption.no_file.front(), adoption.no_file.size() > 1 ? ", …" : ""));
    }
    const std::string rows = count_of(adoption.rows.size(), "migration");
    if (!adopt_) {
      context.say(fmt::format("{} of {} says that {} of them {} applied.", finding.history->table,
                              target.name(), adoption.rows.size() + adoption.known,
                              adoption.rows.size() + adoption.known == 1 ? "is" : "are"));
    } else {
      context.say(fmt::format("{} {} as applied from {}.",
                              dry_run_ ? "Would take over" : "Took over", rows,
                              finding.history->table));
    }
    if (adopt_ && !dry_run_) {
      context.note(fmt::format(
          "{0} stays as it is. {1} must not run on this database any more; drop the table, or name "
          "it under ignore in covet.toml",
          finding.history->table, finding.tool));
    }
  }

  std::string command(const std::string& flag) const {
    std::string text = "covet import " + dir_;
    if (!from_.empty()) text += " --from " + from_;
    for (const std::string& placeholder : placeholders_)
      text += " --placeholder '" + placeholder + "'";
    return text + flag;
  }

  void suggest(const Context& context, const Finding& finding, bool is_adopted) const {
    std::vector<Context::Step> steps;
    if (dry_run_) {
      steps.push_back({command(adopt_ ? " --adopt" : ""), "does it"});
    } else if (is_adopted) {
      steps.push_back({"covet status", "which are applied"});
    }
    if (!adopt_ && !finding.adoption.rows.empty()) {
      steps.push_back({command(" --adopt"), "takes over what is applied: do this before migrate"});
    } else if (!dry_run_ && !is_adopted) {
      steps.push_back({"covet migrate --dry-run", "what they would do to a database"});
    }
    context.next(steps);
  }

  void print_json(const Context& context, const Finding& finding) const {
    JsonArray files;
    for (std::size_t i = 0; i < finding.files.size(); ++i) {
      const ImportedFile& file = finding.files[i];
      JsonObject json;
      json.add("file", context.shown(finding.folder / file.name)).add("source", file.source);
      json.add("version", file.migration.version.text()).add("name", file.migration.name);
      json.add("transaction", file.migration.up.transaction);
      files.add(
          json.add("down", file.migration.down.has_value()).add("written", !finding.there[i]));
    }
    JsonObject document = json_document();
    document.add("tool", finding.tool).add("dry_run", dry_run_).add("files", files);
    document.add("notes", json_array(finding.conversion.notes));
    if (finding.history) {
      std::vector<std::string> versions;
      for (const migrations::Applied& row : finding.adoption.rows)
        versions.push_back(row.version.text());
      document.add("history", JsonObject()
                                  .add("table", finding.history->table)
                                  .add("adopt", adopt_)
                                  .add("applied", json_array(versions))
                                  .add("known", finding.adoption.known)
                                  .add("without_file", json_array(finding.adoption.no_file)));
    }
    context.out << document.text();
  }

  std::string dir_;
  std::string from_;
  std::vector<std::string> placeholders_;
  bool adopt_ = false;
  bool dry_run_ = false;
  RunRequest request_;
};

}  // namespace

std::unique_ptr<Command> import_command() {
  return std::make_unique<Import>();
}

}  // namespace covet::cli
