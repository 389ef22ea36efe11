#include <charconv>
#include <filesystem>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/approve.h"
#include "cli/commands/commands.h"
#include "cli/load_screen.h"
#include "cli/session.h"
#include "cli/whole_file.h"
#include "core/base/file.h"
#include "core/base/strings.h"
#include "core/model/find_model.h"
#include "core/record/dump.h"
#include "core/record/load.h"
#include "core/seed/seeding.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* seeds_folder = "seeds";

/// The number that all of `text` is.
std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool holds_rows(const fs::path& folder) {
  if (!fs::is_directory(folder)) return false;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (record::is_row_file(entry.path())) return true;
  }
  return false;
}

class SeedCommand : public Command {
 public:
  CommandInfo info() const override {
    return {"seed", "", "Fill tables with the project's seeds, or with rows that are made up",
            Group::look};
  }

  void define(CLI::App& app) override {
    app.add_option("model", wanted_.models,
                   "With --rows: these models only, and what they can't do without")
        ->type_name("MODEL");
    app.add_option("--rows", rows_, "Make rows up: 1000 of each, or post=10000,user=100")
        ->type_name("ROWS");
    app.add_option("--random-seed", wanted_.random_seed, "Other rows for each number")
        ->type_name("N");
    app.add_option("--as-of", as_of_,
                   "Made-up moments lie in the year before; else before this year")
        ->type_name("DATE");
    app.add_option("-o,--out", out_, "Write made-up rows into this folder, not into the database")
        ->type_name("DIR");
    app.add_flag("--dry-run", dry_run_, "Show what would be written");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const model::ModelSet models = record::with_junctions(load_models(context, project));
    if (rows_.empty()) return load_seeds(context, project, models);
    read_rows();
    read_as_of(context);
    return make_up(context, project, models);
  }

 private:
  // ---- the project's own rows

  ExitCode load_seeds(const Context& context, const Project& project,
                      const model::ModelSet& models) const {
    if (!wanted_.models.empty() || !out_.empty() || !as_of_.empty()) {
      throw Error(Errc::usage, "without --rows all seeds of the project are loaded, as they are",
                  "covet seed --rows 100 makes rows up");
    }
    const Target target = target_for(context, project);
    record::Load load(models, seed_files(context, project, target), record::Load::Taken::update,
                      context.clock);
    load.check();
    if (!dry_run_) {
      approve(context, target, load.counts());
      Session session(context, project, target, Access::read_write);
      load_showing(context, project, load, session.connection());
    }
    tell_rows(context, load.counts(), dry_run_ ? "would_load" : "loaded",
              dry_run_ ? "Would load" : "Loaded");
    return ExitCode::ok;
  }

  /// Those of the folder, and of the environment's own within it.
  static std::vector<record::RowFile> seed_files(const Context& context, const Project& project,
                                                 const Target& target) {
    const fs::path folder = project.config.root / seeds_folder;
    std::vector<fs::path> folders = {folder};
    if (!target.environment.empty()) folders.push_back(folder / target.environment);
    std::vector<record::RowFile> files;
    for (const fs::path& each : folders) {
      if (!holds_rows(each)) continue;
      for (record::RowFile& file : record::row_files(context.folder, {context.shown(each)}))
        files.push_back(std::move(file));
    }
    if (!files.empty()) return files;
    const std::string shown = context.shown(folder);
    throw Error(
        Errc::not_found,
        fs::is_directory(folder) ? fmt::format("{} holds no .jsonl, .csv or .toml file",
                                               join(shown_all(context, folders), " and "))
                                 : fmt::format("there is no folder {}", shown),
        fmt::format(
            "write rows into {}/MODEL.jsonl, .csv or .toml (covet dump -o {} has the rows of a "
            "database), or make some up: covet seed --rows 100",
            shown, shown));
  }

  static std::vector<std::string> shown_all(const Context& context,
                                            const std::vector<fs::path>& folders) {
    std::vector<std::string> shown;
    for (const fs::path& folder : folders)
      shown.push_back(context.shown(folder));
    return shown;
  }

  // ---- rows that are made up

  void read_rows() {
    for (const std::string& part : split(rows_, ',')) {
      const std::size_t sign = part.find('=');
      const std::string number = part.substr(sign == std::string::npos ? 0 : sign + 1);
      const std::optional<std::uint64_t> rows = whole_number(trim(number));
      const std::string model(trim(part.substr(0, sign)));
      if (!rows || model.empty() || (sign == std::string::npos && wanted_.each)) {
        throw Error(Errc::usage, fmt::format("--rows can't be {}", rows_),
                    "--rows 1000, --rows post=10000,user=100, or both: --rows 100,post=10000");
      }
      if (sign == std::string::npos) {
        wanted_.each = rows;
      } else {
        wanted_.rows[model] = *rows;
      }
    }
  }

  void read_as_of(const Context& context) {
    using namespace std::chrono;
    if (!as_of_.empty()) {
      try {
        wanted_.as_of = sys_days(parse_date(as_of_));
      } catch (const Error&) {
        throw Error(Errc::usage, "--as-of can't be " + as_of_, "write it as 2026-01-31");
      }
      return;
    }
    const year_month_day today{floor<days>(context.clock.wall())};
    wanted_.as_of = sys_days(today.year() / January / 1);
  }

  ExitCode make_up(const Context& context, const Project& project,
                   const model::ModelSet& models) const {
    if (!out_.empty()) {
      seed::NothingPresent nothing;
      const seed::Seeding seeding(models, wanted_, nothing);
      note_cuts(context, seeding);
      if (dry_run_) return show(context, seeding);
      write_files(context, seeding);
      tell_rows(context, seeding.counts(), "written", "Wrote");
      context.next({{"covet load " + out_, "brings them into a database"}});
      return ExitCode::ok;
    }
    const Target target = target_for(context, project);
    if (!dry_run_) approve(context, target, {});
    Session session(context, project, target, dry_run_ ? Access::read_only : Access::read_write);
    seed::TablesPresent present(models, session.connection());
    const seed::Seeding seeding(models, wanted_, present);
    note_cuts(context, seeding);
    if (dry_run_) return show(context, seeding);
    record::Load load(models, seeding);
    load.check();
    load_showing(context, project, load, session.connection());
    tell_rows(context, load.counts(), "made", "Made");
    return ExitCode::ok;
  }

  static void note_cuts(const Context& context, const seed::Seeding& seeding) {
    for (const seed::Seeding::Cut& cut : seeding.cuts())
      context.note(fmt::format("{} of `{}` only: after these {} would be the same again",
                               count_of(cut.rows, "row"), cut.model, join(cut.fields, ", ")));
  }

  static constexpr std::uint64_t shown_rows = 3;

  ExitCode show(const Context& context, const seed::Seeding& seeding) const {
    if (!context.globals.json) {
      for (const model::Model* const model : seeding.models()) {
        seeding.each_values(*model, shown_rows, [&](const std::vector<Value>& row) {
          context.out << record::dump_json(*model, seeding.fields_of(*model), row) << "\n";
        });
      }
      context.out << std::flush;
    }
    tell_rows(context, seeding.counts(), "would_make", "Would make");
    return ExitCode::ok;
  }

  void write_files(const Context& context, const seed::Seeding& seeding) const {
    const auto path_of = [&](const model::Model& model) {
      return context.folder / out_ / (model.handle + ".jsonl");
    };
    for (const model::Model* const model : seeding.models()) {
      if (!fs::exists(path_of(*model))) continue;
      throw Error(Errc::usage, context.shown(path_of(*model)) + " is there already",
                  "name another folder, or move it away");
    }
    make_folders(context.folder / out_);
    for (const model::Model* const model : seeding.models()) {
      WholeFile file(path_of(*model));
      const std::vector<std::string>& fields = seeding.fields_of(*model);
      seeding.each_values(*model, std::numeric_limits<std::uint64_t>::max(),
                          [&](const std::vector<Value>& row) {
                            file.write(record::dump_json(*model, fields, row) + "\n");
                          });
      file.keep();
    }
  }

  // ---- both

  static Target target_for(const Context& context, const Project& project) {
    return resolve_target(context.globals, project.config, context.environment, context.folder);
  }

  static void approve(const Context& context, const Target& target,
                      const std::vector<record::Loaded>& counts) {
    const std::string what =
        counts.empty() ? "load made-up rows" : "load " + count_of(rows_of(counts), "row");
    require_approval(context, target, {what, {}});
  }

  seed::Wanted wanted_;
  std::string rows_;
  std::string as_of_;
  std::string out_;
  bool dry_run_ = false;
};

}  // namespace

std::unique_ptr<Command> seed_command() {
  return std::make_unique<SeedCommand>();
}

}  // namespace covet::cli
