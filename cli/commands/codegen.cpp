#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/codegen/stamped_files.h"
#include "cli/commands/commands.h"
#include "cli/json.h"
#include "cli/project.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

using codegen::Freshness;
using codegen::StampedFile;

class Codegen : public Command {
 public:
  CommandInfo info() const override {
    return {"codegen", "", "Write typed code from the models", Group::start};
  }

  void define(CLI::App& app) override {
    std::vector<std::string> names;
    std::vector<std::string> told;
    for (const codegen::Language& language : codegen::languages()) {
      names.emplace_back(language.name);
      told.push_back(fmt::format("{}, for {}", language.name, language.summary));
    }
    app.add_option("language", language_, "The language: " + join(told, "; "))
        ->type_name("LANGUAGE")
        ->required()
        ->check(CLI::IsMember(names));
    app.add_option("--out", folder_, "The folder to write into")->type_name("DIR")->required();
    app.add_option("--namespace", options_.name_space, "What the code stands in (models)")
        ->type_name("NS");
    app.add_flag("--check", check_, "Write nothing; exit with 1 unless the files are fresh");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const codegen::Language& language = codegen::language_named(language_);
    const codegen::Description description = codegen::describe(load_models(context, project));
    const fs::path folder = context.folder / folder_;
    const std::vector<StampedFile> files =
        codegen::compare(folder, language, language.write(description, options_));
    for (const std::string& note : description.notes)
      context.note(note);
    if (check_) return checked(context, files);
    codegen::bring_up_to_date(folder, files);
    written(context, files);
    return ExitCode::ok;
  }

 private:
  static void print_json(const Context& context, const std::vector<StampedFile>& files,
                         std::string_view (*word)(Freshness)) {
    JsonArray list;
    for (const StampedFile& file : files) {
      list.add(
          JsonObject().add("file", context.shown(file.path)).add("state", word(file.standing)));
    }
    context.out << json_document().add("files", list).text();
  }

  static std::string_view found(Freshness standing) {
    switch (standing) {
      case Freshness::fresh:
        return "fresh";
      case Freshness::missing:
        return "missing";
      case Freshness::stale:
        return "stale";
      case Freshness::left_over:
        return "left_over";
      case Freshness::foreign:
        break;
    }
    return "foreign";
  }

  static std::string_view done(Freshness standing) {
    switch (standing) {
      case Freshness::missing:
        return "created";
      case Freshness::stale:
        return "changed";
      case Freshness::left_over:
        return "removed";
      case Freshness::fresh:
      case Freshness::foreign:
        break;
    }
    return "unchanged";
  }

  static std::string_view why(Freshness standing) {
    switch (standing) {
      case Freshness::missing:
        return "missing";
      case Freshness::stale:
        return "stale";
      case Freshness::left_over:
        return "made from nothing any more";
      case Freshness::fresh:
      case Freshness::foreign:
        break;
    }
    return "not covet's own, and in the way";
  }

  /// "2 files in src are"
  std::string told(std::size_t files) const {
    return fmt::format("{} in {} {}", count_of(files, "file"), folder_, files == 1 ? "is" : "are");
  }

  ExitCode checked(const Context& context, const std::vector<StampedFile>& files) const {
    const auto others = static_cast<std::size_t>(std::ranges::count_if(
        files, [](const StampedFile& file) { return file.standing != Freshness::fresh; }));
    if (context.globals.json) {
      print_json(context, files, found);
    } else {
      for (const StampedFile& file : files) {
        if (file.standing == Freshness::fresh) continue;
        context.out << fmt::format("{}: {}\n", context.shown(file.path), why(file.standing));
      }
      context.out << std::flush;
    }
    if (others == 0) {
      context.say(fmt::format("{} as the models say.", told(files.size())));
      return ExitCode::ok;
    }
    context.say(fmt::format("{} not as the models say.", told(others)));
    std::string command = fmt::format("covet codegen {} --out {}", language_, shell_word(folder_));
    if (!options_.name_space.empty()) command += " --namespace " + shell_word(options_.name_space);
    context.next({{command, "writes them"}});
    return ExitCode::finding;
  }

  void written(const Context& context, const std::vector<StampedFile>& files) const {
    if (context.globals.json) print_json(context, files, done);
    std::vector<std::string> counts;
    for (const Freshness each :
         {Freshness::missing, Freshness::stale, Freshness::left_over, Freshness::fresh}) {
      const auto many = std::ranges::count(files, each, &StampedFile::standing);
      if (many > 0) counts.push_back(fmt::format("{} {}", many, done(each)));
    }
    for (const StampedFile& file : files) {
      if (file.standing != Freshness::fresh)
        context.detail(fmt::format("{}: {}", context.shown(file.path), done(file.standing)));
    }
    context.say(fmt::format("{}: {}.", folder_, join(counts, ", ")));
  }

  std::string language_;
  std::string folder_;
  codegen::Options options_;
  bool check_ = false;
};

}  // namespace

std::unique_ptr<Command> codegen_command() {
  return std::make_unique<Codegen>();
}

}  // namespace covet::cli
