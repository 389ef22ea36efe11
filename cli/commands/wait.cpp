#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/commands/commands.h"
#include "cli/duration_text.h"
#include "cli/project.h"
#include "cli/wait_for.h"

namespace covet::cli {
namespace {

class Wait : public Command {
 public:
  CommandInfo info() const override {
    return {"wait", "", "Wait until the database can be reached", Group::start};
  }

  void define(CLI::App& app) override {
    app.add_option("--timeout", timeout_, "How long to wait: 30s, 5m")->type_name("TIME");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const Target target =
        resolve_target(context.globals, project.config, context.environment, context.folder);
    const auto start = context.clock.now();
    wait_for_database(context, target, config::parse_duration(timeout_));
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(context.clock.now() - start);
    context.say(fmt::format("{} answers, after {}.", target.display(), duration_text(took)));
    context.next({{"covet status", ""}});
    return ExitCode::ok;
  }

 private:
  std::string timeout_ = "30s";
};

}  // namespace

std::unique_ptr<Command> wait_command() {
  return std::make_unique<Wait>();
}

}  // namespace covet::cli
