#include "migrations/repair.h"

#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/approve.h"
#include "cli/commands/commands.h"
#include "cli/json.h"
#include "cli/run_migrations.h"
#include "core/base/strings.h"
#include "migrations/decide.h"

namespace covet::cli {
namespace {

using migrations::Repair;
using migrations::RepairRequest;
using migrations::StatusLine;

class RepairCommand : public Command {
 public:
  CommandInfo info() const override {
    return {"repair", "", "Mend the history where it no longer says what is there", Group::repair};
  }

  void define(CLI::App& app) override {
    app.add_option("--accept-edited", accept_,
                   "Take the edited file of VERSION as what was applied")
        ->type_name("VERSION")
        ->allow_extra_args(false);
    app.add_option("--forget", forget_, "Drop the row of VERSION, whose file is gone")
        ->type_name("VERSION")
        ->allow_extra_args(false);
    auto* applied = app.add_option("--applied", applied_,
                                   "Statement N, under way when a run was "
                                   "killed, took effect")
                        ->type_name("N")
                        ->check(CLI::PositiveNumber);
    app.add_option("--not-applied", not_applied_, "Statement N did not take effect")
        ->type_name("N")
        ->check(CLI::PositiveNumber)
        ->excludes(applied);
    app.add_flag("--dry-run", dry_run_, "Show what would be changed, change nothing");
  }

  ExitCode run(Context& context) override {
    const Project project = load_project(context);
    Session session =
        open_session(context, project, dry_run_ ? Access::read_only : Access::read_write);
    const std::vector<migrations::Migration> files = session.migrations(project);
    const RepairRequest request = requested();
    if (request.empty()) return print_faults(context, session, files);

    const auto planned = [&] {
      return migrations::plan_repair(files, session.history().read(), request);
    };
    print_plan(context, planned());
    if (dry_run_) {
      context.say("Nothing was changed.");
      return ExitCode::ok;
    }
    require_approval(context, session.target(),
                     {count_of(planned().size(), "change") + " of the history", {}});
    if (!context.globals.yes && context.interactive() &&
        !context.confirm("Change the history so?")) {
      throw Error(Errc::refused, "nothing was changed", "say y, or pass --yes");
    }
    const std::unique_ptr<schema::Lock> lock = lock_database(context, project, session, request_);
    session.history().ensure();
    migrations::carry_out(planned(), session.connection(), session.history());
    context.say("The history was mended.");
    context.next({{"covet status", ""}});
    return ExitCode::ok;
  }

 private:
  RepairRequest requested() const {
    RepairRequest request;
    for (const std::string& version : accept_)
      request.accept_edited.emplace_back(version);
    for (const std::string& version : forget_)
      request.forget.emplace_back(version);
    if (applied_ > 0) request.applied = applied_;
    if (not_applied_ > 0) request.not_applied = not_applied_;
    return request;
  }

  static void print_plan(const Context& context, const std::vector<Repair>& repairs) {
    JsonArray changes;
    for (const Repair& repair : repairs) {
      if (context.globals.json) {
        changes.add(JsonObject().add("version", repair.version.text()).add("change", repair.what));
      } else {
        context.out << fmt::format("  {}  {}\n", repair.version.text(), repair.what);
      }
    }
    if (context.globals.json) context.out << json_document().add("changes", changes).text();
    context.out << std::flush;
  }

  /// What could be mended, and by which word; nothing is changed unasked.
  static ExitCode print_faults(const Context& context, Session& session,
                               const std::vector<migrations::Migration>& files) {
    const std::vector<migrations::Applied> rows = session.history().read();
    const std::vector<migrations::HistoryFault> faults = migrations::history_faults(files, rows);
    if (context.globals.json) {
      JsonArray list;
      for (const migrations::HistoryFault& fault : faults) {
        list.add(JsonObject()
                     .add("version", fault.version.text())
                     .add("fault", fault.what)
                     .add("option", fault.option));
      }
      context.out << json_document().add("faults", list).text() << std::flush;
    } else if (faults.empty()) {
      context.out << "The history is in order: there is nothing to repair.\n" << std::flush;
      context.next({{"covet status", ""}});
    } else {
      for (const migrations::HistoryFault& fault : faults)
        context.out << fmt::format("  {}  {}\n", fault.version.text(), fault.what);
      context.out << std::flush;
      std::vector<Context::Step> steps;
      for (const migrations::HistoryFault& fault : faults)
        steps.push_back({fault.option, fault.why});
      context.next(std::move(steps));
    }
    return faults.empty() ? ExitCode::ok : ExitCode::finding;
  }

  std::vector<std::string> accept_;
  std::vector<std::string> forget_;
  std::int64_t applied_ = 0;
  std::int64_t not_applied_ = 0;
  bool dry_run_ = false;
  const RunRequest request_{};  ///< the usual patience
};

}  // namespace

std::unique_ptr<Command> repair_command() {
  return std::make_unique<RepairCommand>();
}

}  // namespace covet::cli
