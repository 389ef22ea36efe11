#include <CLI/CLI.hpp>

#include "cli/commands/commands.h"
#include "cli/run_migrations.h"

namespace covet::cli {
namespace {

class Rollback : public Command {
 public:
  CommandInfo info() const override {
    return {"rollback", "down", "Undo applied migrations", Group::every_day};
  }

  void define(CLI::App& app) override {
    add_range_options(app, range_, "Everything after this version or tag, which stays",
                      "The last N; 1 if nothing is said");
    app.add_flag("--all", all_, "Everything");
    app.add_flag("--dry-run", request_.dry_run, "Show the plan, change nothing");
    add_run_options(app, request_);
  }

  ExitCode run(Context& context) override {
    migrations::Target& target = request_.target;
    target.direction = migrations::Direction::down;
    target.all = all_;
    read_range(range_, request_);
    const bool ranged = target.to || target.steps || !request_.to_tag.empty();
    if (all_ && ranged) {
      throw Error(Errc::usage, "--all excludes --to and --steps", "drop one of them");
    }
    if (!all_ && !ranged) target.steps = 1;
    const Project project = load_project(context);
    Session session =
        open_session(context, project, request_.dry_run ? Access::read_only : Access::read_write,
                     request_.patience());
    return run_migrations(context, project, session, request_);
  }

 private:
  RunRequest request_;
  RunRange range_;
  bool all_ = false;
};

}  // namespace

std::unique_ptr<Command> rollback_command() {
  return std::make_unique<Rollback>();
}

}  // namespace covet::cli
