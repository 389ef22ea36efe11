#include <CLI/CLI.hpp>

#include "cli/commands/commands.h"
#include "cli/run_migrations.h"

namespace covet::cli {
namespace {

class Migrate : public Command {
 public:
  CommandInfo info() const override {
    return {"migrate", "up", "Apply pending migrations", Group::every_day};
  }

  void define(CLI::App& app) override {
    add_range_options(app, range_, "Up to and including this version, or the one of this tag",
                      "Only the next N");
    app.add_flag("--dry-run", request_.dry_run, "Show the plan, change nothing");
    app.add_flag("--out-of-order", request_.out_of_order,
                 "Also apply versions below one that is applied");
    add_run_options(app, request_);
  }

  ExitCode run(Context& context) override {
    read_range(range_, request_);
    const Project project = load_project(context);
    Session session =
        open_session(context, project, request_.dry_run ? Access::read_only : Access::read_write,
                     request_.patience());
    return run_migrations(context, project, session, request_);
  }

 private:
  RunRequest request_;
  RunRange range_;
};

}  // namespace

std::unique_ptr<Command> migrate_command() {
  return std::make_unique<Migrate>();
}

}  // namespace covet::cli
