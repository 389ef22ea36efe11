#include <algorithm>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.h"
#include "cli/run_migrations.h"

namespace covet::cli {
namespace {

class Redo : public Command {
 public:
  CommandInfo info() const override {
    return {"redo", "", "Undo the last migration and apply it again", Group::every_day};
  }

  void define(CLI::App& app) override { add_run_options(app, request_); }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    Session session = open_session(context, project, Access::read_write, request_.patience());
    const std::vector<migrations::Applied> applied = session.history().read();
    const auto last =
        std::find_if(applied.rbegin(), applied.rend(),
                     [](const migrations::Applied& row) { return !row.version.repeatable(); });
    if (last == applied.rend()) {
      throw Error(Errc::usage, session.target().name() + " has no applied migration to redo",
                  "run `covet migrate`");
    }
    const migrations::Version version = last->version;
    request_.target = {.direction = migrations::Direction::down, .steps = 1};
    const ExitCode undone = run_migrations(context, project, session, request_);
    if (undone != ExitCode::ok) return undone;
    request_.target = {.direction = migrations::Direction::up, .to = version};
    return run_migrations(context, project, session, request_);
  }

 private:
  RunRequest request_;
};

}  // namespace

std::unique_ptr<Command> redo_command() {
  return std::make_unique<Redo>();
}

}  // namespace covet::cli
