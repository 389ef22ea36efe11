#include <filesystem>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.h"
#include "cli/generate/completions.h"
#include "cli/generate/man.h"
#include "core/base/file.h"

namespace covet::cli {
namespace {

/// Hidden: writes what the repository carries of the tree.
class Generate : public Command {
 public:
  CommandInfo info() const override {
    return {"generate", "", "Write the manual or the completions", Group::hidden};
  }

  void define(CLI::App& app) override {
    root_ = app.get_parent();
    app.add_option("what", what_, "What to write")
        ->type_name("WHAT")
        ->required()
        ->check(CLI::IsMember({"man", "completions"}));
    app.add_option("folder", folder_, "Where")->type_name("DIR")->required();
  }

  ExitCode run(Context& context) override {
    const generate::TreeModel tree = generate::model_of(*root_);
    const std::filesystem::path folder = context.folder / folder_;
    std::filesystem::create_directories(folder);
    if (what_ == "man") {
      for (const generate::Page& page : generate::manual(tree))
        write_file(folder / page.file, page.text);
    } else {
      write_file(folder / "covet.bash", generate::bash_completions(tree));
      write_file(folder / "_covet", generate::zsh_completions(tree));
      write_file(folder / "covet.fish", generate::fish_completions(tree));
    }
    return ExitCode::ok;
  }

 private:
  const CLI::App* root_ = nullptr;
  std::string what_;
  std::string folder_;
};

}  // namespace

std::unique_ptr<Command> generate_command() {
  return std::make_unique<Generate>();
}

}  // namespace covet::cli
