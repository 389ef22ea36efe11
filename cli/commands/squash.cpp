#include "migrations/squash.h"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <system_error>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/json.h"
#include "cli/project_files.h"
#include "cli/scratch.h"
#include "core/base/file.h"
#include "core/base/strings.h"
#include "migrations/check.h"
#include "migrations/directory.h"
#include "migrations/fault.h"
#include "migrations/migration_file.h"
#include "migrations/query_step.h"
#include "migrations/tags.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

using migrations::Migration;
using migrations::Version;

/// One engine's new file, and those that it stands for.
struct Squashed {
  const schema::Backend* backend = nullptr;
  std::vector<Migration> before{};  ///< what must have run first
  std::vector<Migration> old{};
  Migration file{};
  bool proven = false;
};

Version version_of(const std::string& text, const std::vector<Migration>& all) {
  std::vector<Version> known;
  for (const Migration& migration : all)
    known.push_back(migration.version);
  const Version version(text);
  if (std::ranges::find(known, version) == known.end())
    throw migrations::unknown_version(version, known);
  return version;
}

/// "" where the file is for all engines of the project.
std::string engine_in_name(const Migration& migration) {
  const auto name = migrations::parse_file_name(migration.file.filename().string());
  return name ? name->engine : "";
}

class Squash : public Command {
 public:
  CommandInfo info() const override {
    return {"squash", "", "Put many migration files into one", Group::repair};
  }

  void define(CLI::App& app) override {
    app.add_option("name", name_, "What the one file does, in a few words")->type_name("NAME");
    app.add_option("--from", from_, "The first that goes into it; the first file's unless given")
        ->type_name("VERSION");
    app.add_option("--to", to_, "The last; the last file's unless given")->type_name("VERSION");
    app.add_flag("--dry-run", dry_run_, "Print the one file, change nothing");
    app.add_flag("--unproven", unproven_,
                 "Also where no scratch database is at hand to prove that nothing changes");
  }

  ExitCode run(Context& context) override {
    if (name_.empty()) {
      throw Error(Errc::usage, "`covet squash` needs NAME",
                  "say what the one file does: covet squash \"initial schema\"");
    }
    const std::string slug = migrations::file_slug(name_);
    const Project project = load_project(context);
    std::vector<std::string> unsaid;
    const std::optional<Target> target = target_if_any(context, project, unsaid);
    const std::vector<EngineFiles> files = read_files(project, engines_of(project, target));
    refuse_disorder(files);
    std::vector<Squashed> squashed;
    for (const EngineFiles& of_engine : files) {
      if (auto one = squash_engine(project, files, of_engine, slug))
        squashed.push_back(std::move(*one));
    }
    refuse_to_take_away(files, squashed);
    if (squashed.empty()) {
      throw Error(Errc::usage, "there are not two migrations to put into one",
                  "`covet status` lists them; --from and --to say which");
    }
    for (Squashed& one : squashed)
      prove(context, project, target, one);
    if (!dry_run_) write(squashed);
    if (context.globals.json) {
      print_json(context, squashed);
    } else if (dry_run_) {
      for (const Squashed& one : squashed)
        context.out << one.file.text.view() << std::flush;
    }
    print(context, squashed);
    return ExitCode::ok;
  }

 private:
  static void refuse_disorder(const std::vector<EngineFiles>& files) {
    const std::vector<Migration> all = all_of(files);
    std::vector<Version> versions;
    for (const Migration& migration : all)
      versions.insert(versions.end(), migration.replaces.begin(), migration.replaces.end());
    std::vector<Diagnostic> faults = migrations::check_chain(migrations::Chain(all), versions);
    if (faults.empty()) return;
    throw Error(Errc::refused, "the files do not stand in one line", "`covet rebase` mends that")
        .with(std::move(faults));
  }

  /// A file of several engines goes only where it went into one for each.
  static void refuse_to_take_away(const std::vector<EngineFiles>& files,
                                  const std::vector<Squashed>& squashed) {
    if (squashed.size() == files.size()) return;
    for (const Squashed& one : squashed) {
      const auto shared = std::ranges::find_if(
          one.old, [](const Migration& old) { return engine_in_name(old).empty(); });
      if (shared == one.old.end()) continue;
      throw Error(Errc::unsupported,
                  fmt::format("{} is read by several engines, and not all of them have two files "
                              "to put into one",
                              shared->file.filename().string()),
                  "choose with --from and --to where all of them have");
    }
  }

  std::optional<Squashed> squash_engine(const Project& project,
                                        const std::vector<EngineFiles>& files,
                                        const EngineFiles& of_engine,
                                        const std::string& slug) const {
    const std::vector<Migration> all = all_of(files);
    const Version from = from_.empty() ? Version() : version_of(from_, all);
    const Version to = to_.empty() ? Version() : version_of(to_, all);
    Squashed result{.backend = of_engine.backend};
    for (const Migration& migration : of_engine.migrations) {
      if (migration.version.repeatable()) continue;
      if (migration.version < from) {
        result.before.push_back(migration);
      } else if (to.empty() || migration.version <= to) {
        result.old.push_back(migration);
      }
    }
    if (result.old.size() < 2) return std::nullopt;
    const Migration& last = result.old.back();
    const std::string engine =
        project.several_engines() ? std::string(of_engine.backend->engine) : engine_in_name(last);
    const LexicalRules& rules = of_engine.backend->dialect.lexical_rules();
    const fs::path file =
        project.migrations_folder() /
        fmt::format("{}_{}{}.sql", last.version.text(), slug, engine.empty() ? "" : "." + engine);
    result.file = migrations::parse_migration(file, migrations::squash(result.old, rules), rules);
    if (!migrations::holds_the_same(result.file, result.old)) {
      throw Error(Errc::refused, "the statements would not be the same in one file",
                  "end the last statement of each file with a semicolon, and each DELIMITER with "
                  "`DELIMITER ;`");
    }
    return result;
  }

  void prove(const Context& context, const Project& project, const std::optional<Target>& target,
             Squashed& one) const {
    const auto scratch = scratch_for(context, project, target, *one.backend);
    if (scratch) {
      const bool steps = migrations::have_steps(one.before) || migrations::have_steps(one.old);
      migrations::prove_squash(one.before, one.old, one.file, *one.backend,
                               steps ? models_if_any(context, project) : model::ModelSet(),
                               *scratch);
      one.proven = true;
    } else if (!unproven_) {
      throw Error(
          Errc::refused,
          fmt::format("no scratch database of {} is at hand to prove that the one file does "
                      "what the many do",
                      one.backend->engine),
          "name an empty one: scratch_url = \"…\" in [env.…] of covet.toml; or pass "
          "--unproven");
    }
  }

  /// The new file stands before an old one goes.
  static void write(const std::vector<Squashed>& squashed) {
    for (const Squashed& one : squashed)
      write_file(one.file.file, one.file.text);
    for (const Squashed& one : squashed) {
      for (const Migration& old : one.old) {
        if (old.file == one.file.file) continue;
        std::error_code failed;
        fs::remove(old.file, failed);
        if (failed) {
          throw Error(Errc::io,
                      fmt::format("can't remove {}: {}", old.file.string(), failed.message()),
                      "remove it by hand: " + one.file.file.string() + " stands for it");
        }
      }
    }
  }

  void print(const Context& context, const std::vector<Squashed>& squashed) const {
    for (const Squashed& one : squashed) {
      context.say(fmt::format(
          "{} {}: {} in one, {}", dry_run_ ? "Would create" : "Created",
          context.shown(one.file.file), count_of(one.old.size(), "migration"),
          one.proven ? "which leads to the same schema" : "not proven to lead to the same schema"));
    }
    if (dry_run_) {
      context.say("Nothing was changed.");
      std::string command = "covet squash '" + name_ + "'";
      if (!from_.empty()) command += " --from " + from_;
      if (!to_.empty()) command += " --to " + to_;
      if (unproven_) command += " --unproven";
      return context.next({{command, "does it"}});
    }
    context.say(
        "A database that has all of them goes on as if it had run the one; one in the middle of "
        "them must be brought to their end with the old files, which version control has.");
    context.next({{"covet check", "looks at the files and the database"},
                  {"covet migrate", "one row takes the place of theirs in the history"}});
  }

  void print_json(const Context& context, const std::vector<Squashed>& squashed) const {
    JsonArray files;
    for (const Squashed& one : squashed) {
      std::vector<std::string> removed;
      for (const Migration& old : one.old)
        removed.push_back(context.shown(old.file));
      JsonObject json;
      json.add("engine", one.backend->engine).add("file", context.shown(one.file.file));
      files.add(json.add("replaces", json_array(removed)).add("proven", one.proven));
    }
    context.out << json_document().add("dry_run", dry_run_).add("files", files).text();
  }

  std::string name_;
  std::string from_;
  std::string to_;
  bool dry_run_ = false;
  bool unproven_ = false;
};

}  // namespace

std::unique_ptr<Command> squash_command() {
  return std::make_unique<Squash>();
}

}  // namespace covet::cli
