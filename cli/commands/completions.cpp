#include "cli/generate/completions.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.h"

namespace covet::cli {
namespace {

class Completions : public Command {
 public:
  CommandInfo info() const override {
    return {"completions", "", "Print a shell's completion script", Group::shell};
  }

  void define(CLI::App& app) override {
    root_ = app.get_parent();
    app.add_option("shell", shell_, "The shell")
        ->type_name("SHELL")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  }

  ExitCode run(Context& context) override {
    const generate::TreeModel tree = generate::model_of(*root_);
    if (shell_ == "bash") context.out << generate::bash_completions(tree);
    if (shell_ == "zsh") context.out << generate::zsh_completions(tree);
    if (shell_ == "fish") context.out << generate::fish_completions(tree);
    return ExitCode::ok;
  }

 private:
  const CLI::App* root_ = nullptr;
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> completions_command() {
  return std::make_unique<Completions>();
}

}  // namespace covet::cli
