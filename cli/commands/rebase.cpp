#include "migrations/rebase.h"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <set>
#include <system_error>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/json.h"
#include "cli/project_files.h"
#include "core/base/file.h"
#include "core/base/strings.h"
#include "migrations/directory.h"
#include "migrations/migration_file.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

using migrations::Migration;
using migrations::Rebased;
using migrations::Version;

/// One file as it is to be.
struct Move {
  const Rebased* rebased;
  const Migration* migration;
  fs::path to;       ///< equal to the file where only its parent changes
  std::string text;  ///< all of it
  bool renames() const { return to != migration->file; }
};

void remove_quietly(const fs::path& file) {
  std::error_code ignored;
  fs::remove(file, ignored);
}

/// Every new file stands before an old one goes: whatever happens, no text is lost.
void carry_out(const std::vector<Move>& moves) {
  for (const Move& move : moves) {
    if (move.renames() && fs::exists(move.to)) {
      throw Error(Errc::io, move.to.string() + " is there already", "move it away, then try again");
    }
  }
  std::vector<fs::path> written;
  try {
    for (const Move& move : moves) {
      if (!move.renames()) continue;
      written.push_back(move.to);
      write_file(move.to, move.text);
    }
  } catch (...) {
    for (const fs::path& file : written)
      remove_quietly(file);
    throw;
  }
  for (const Move& move : moves) {
    if (!move.renames()) write_file(move.to, move.text);
  }
  for (const Move& move : moves) {
    if (!move.renames()) continue;
    std::error_code failed;
    fs::remove(move.migration->file, failed);
    if (failed) {
      throw Error(
          Errc::io,
          fmt::format("can't remove {}: {}", move.migration->file.string(), failed.message()),
          "remove it by hand: " + move.to.string() + " stands for it");
    }
  }
}

class Rebase : public Command {
 public:
  CommandInfo info() const override {
    return {"rebase", "", "Put a branch's migrations behind the others, in one line",
            Group::repair};
  }

  void define(CLI::App& app) override {
    auto* files = app.add_option("files", files_, "The files that move, or their versions")
                      ->type_name("FILE");
    app.add_option("--onto", onto_, "The branch that holds this version stays")
        ->type_name("VERSION")
        ->excludes(files);
    app.add_flag("--dry-run", dry_run_, "Show the new names, change nothing");
    app.add_flag("--offline", offline_, "Ask no database what is applied");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    migrations::RebaseRequest request;
    for (const std::string& file : files_)
      request.move.push_back(version_of(file));
    if (!onto_.empty()) request.onto = version_of(onto_);
    std::vector<std::string> notes;
    const std::optional<Target> target = chosen_target(context, project);
    const std::vector<EngineFiles> files = read_files(project, engines_of(project, target));
    const std::vector<Migration> all = all_of(files);
    const migrations::Chain chain(all);
    const std::vector<Rebased> plan = migrations::plan_rebase(
        chain, stand_in_database(context, project, target, files, notes), request,
        migrations::versions_in(project.migrations_folder()), context.clock.wall());
    for (const std::string& note : notes)
      context.note(note);
    const std::vector<Move> moves = moves_of(plan);
    if (!dry_run_) carry_out(moves);
    const std::vector<std::string> warnings = warnings_for(chain, plan, files);
    if (context.globals.json) print_json(context, moves, warnings);
    print(context, moves, warnings);
    return ExitCode::ok;
  }

 private:
  /// Of a file's name, with or without its folder, or of a version itself.
  static Version version_of(const std::string& text) {
    if (migrations::is_version(text)) return Version(text);
    if (auto name = migrations::parse_file_name(fs::path(text).filename().string()))
      return name->version;
    throw Error(Errc::usage, fmt::format("`{}` is neither a migration file nor a version", text),
                "`covet status` lists them");
  }

  std::optional<Target> chosen_target(const Context& context, const Project& project) const {
    if (offline_) {
      std::vector<std::string> unsaid;
      return target_if_any(context, project, unsaid);
    }
    try {
      return resolve_target(context.globals, project.config, context.environment, context.folder);
    } catch (const Error& error) {
      if (error.code() != Errc::config) throw;
      throw Error(error.code(), error.message(),
                  error.hint() + "; --offline asks no database what is applied");
    }
  }

  /// Nothing where no database is asked, or its file isn't there.
  std::vector<migrations::StatusLine> stand_in_database(const Context& context,
                                                        const Project& project,
                                                        const std::optional<Target>& target,
                                                        const std::vector<EngineFiles>& files,
                                                        std::vector<std::string>& notes) const {
    if (offline_ || !target) return {};
    const auto own = std::ranges::find(files, &backend_for(target->url), &EngineFiles::backend);
    if (own == files.end()) {
      throw Error(Errc::config,
                  fmt::format("project.engines does not name {}, {}'s engine",
                              backend_for(target->url).engine, target->name()),
                  "choose another database with --env, or --offline to ask none");
    }
    std::error_code failed;
    if (target->is_file() && !fs::exists(target->url.database, failed)) {
      notes.push_back(target->shown + " is not there yet, so nothing is applied to it");
      return {};
    }
    Session session(context, project, *target, Access::read_only);
    return migrations::stand(own->migrations, session.history().read());
  }

  static std::vector<Move> moves_of(const std::vector<Rebased>& plan) {
    std::vector<Move> moves;
    for (const Rebased& rebased : plan) {
      for (const Migration* migration : rebased.link->files) {
        Move move{&rebased, migration, migration->file, {}};
        if (rebased.moves()) {
          const std::string name = migration->file.filename().string();
          move.to.replace_filename(rebased.version.text() +
                                   name.substr(rebased.link->version.text().size()));
        }
        move.text = migrations::with_parent(*migration, read_file(migration->file), rebased.parent);
        moves.push_back(std::move(move));
      }
    }
    return moves;
  }

  std::vector<std::string> warnings_for(const migrations::Chain& chain,
                                        const std::vector<Rebased>& plan,
                                        const std::vector<EngineFiles>& files) const {
    std::vector<std::string> warnings;
    std::set<std::string> told;
    for (const EngineFiles& of_engine : files) {
      const auto found = migrations::overlaps(chain, plan, of_engine.migrations,
                                              of_engine.backend->dialect.lexical_rules());
      for (const migrations::Overlap& overlap : found) {
        std::string warning = fmt::format("{} and {} both touch {}: read them beside each other",
                                          overlap.other->title(), overlap.moved->title(),
                                          join(overlap.objects, ", "));
        if (told.insert(warning).second) warnings.push_back(std::move(warning));
      }
    }
    const bool renames = std::ranges::any_of(plan, [](const Rebased& r) { return r.moves(); });
    if (renames) {
      warnings.emplace_back(
          "another database that has applied one of these under its old version would run it "
          "again: ask `covet status --env NAME` of each");
    }
    return warnings;
  }

  void print(const Context& context, const std::vector<Move>& moves,
             const std::vector<std::string>& warnings) const {
    if (moves.empty()) {
      context.say("Nothing to do: the files stand in one line.");
      return context.next({{"covet check", "looks at the rest"}});
    }
    const std::string_view arrow = context.err_style.sign(Sign::arrow);
    for (const Move& move : moves) {
      const std::string parent =
          move.rebased->parent.empty() ? "nothing" : move.rebased->parent.text();
      const std::string file = context.shown(move.migration->file);
      if (move.renames()) {
        context.say(fmt::format("{} {} {} {}, behind {}", dry_run_ ? "Would rename" : "Renamed",
                                file, arrow, move.to.filename().string(), parent));
      } else {
        context.say(fmt::format("{} {}: its parent is {}", dry_run_ ? "Would edit" : "Edited", file,
                                parent));
      }
    }
    for (const std::string& warning : warnings)
      context.warn(warning);
    if (dry_run_) {
      context.say("Nothing was changed.");
      std::string command = "covet rebase";
      if (!onto_.empty()) command += " --onto " + onto_;
      for (const std::string& file : files_)
        command += " " + file;
      if (offline_) command += " --offline";
      return context.next({{command, "does it"}});
    }
    context.next({{"covet check", "should find nothing of them"},
                  {"covet migrate --dry-run", "what would run, in which order"}});
  }

  void print_json(const Context& context, const std::vector<Move>& moves,
                  const std::vector<std::string>& warnings) const {
    JsonArray files;
    for (const Move& move : moves) {
      JsonObject json;
      json.add("file", context.shown(move.migration->file)).add("to", context.shown(move.to));
      json.add("version", move.rebased->version.text());
      files.add(json.add("parent", move.rebased->parent.text()));
    }
    JsonObject document = json_document();
    document.add("dry_run", dry_run_).add("files", files);
    context.out << document.add("warnings", json_array(warnings)).text();
  }

  std::vector<std::string> files_;
  std::string onto_;
  bool dry_run_ = false;
  bool offline_ = false;
};

}  // namespace

std::unique_ptr<Command> rebase_command() {
  return std::make_unique<Rebase>();
}

}  // namespace covet::cli
