#include "cli/shell/shell.h"

#include <CLI/CLI.hpp>

#include "cli/commands/commands.h"

namespace covet::cli {
namespace {

class ShellCommandLine : public Command {
 public:
  CommandInfo info() const override {
    return {"shell", "", "Ask for rows, one query after the other", Group::look};
  }
  void define(CLI::App& /*app*/) override {}

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const model::ModelSet models = load_models(context, project);
    Target target =
        resolve_target(context.globals, project.config, context.environment, context.folder);
    const bool person = context.terminal.in && context.terminal.out;
    const auto lines =
        person ? edited_lines(history_file(context.environment),
                              [&models](std::string_view line) { return complete(models, line); })
               : stream_lines(context.in);
    Shell(context, project, std::move(target), models, *lines, person).run();
    return ExitCode::ok;
  }
};

}  // namespace

std::unique_ptr<Command> shell_command() {
  return std::make_unique<ShellCommandLine>();
}

}  // namespace covet::cli
