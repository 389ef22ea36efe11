#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/exit_code.h"
#include "cli/project.h"
#include "cli/session.h"
#include "migrations/decide.h"

namespace CLI {
class App;
}

namespace covet::cli {

/// What migrate, rollback and redo have in common.
struct RunRequest {
  migrations::Target target;
  std::string to_tag;  ///< `target.to` as a name, which the history tells
  bool out_of_order = false;
  bool dry_run = false;
  std::vector<std::string> allowed_kinds;
  std::string lock_timeout = "30s";
  bool kill_orphan = false;

  /// How long to wait for another covet, or for room on the server. Throws Error{config}.
  std::chrono::milliseconds patience() const;
};

/// Adds --lock-timeout.
void add_lock_timeout(CLI::App& app, RunRequest& request);
/// Adds --allow, --lock-timeout and --kill-orphan.
void add_run_options(CLI::App& app, RunRequest& request);
/// Adds --to and --steps; `read_range` moves them into the request.
struct RunRange {
  std::string to;
  std::int64_t steps = 0;
};
void add_range_options(CLI::App& app, RunRange& range, const char* to_help, const char* steps_help);
void read_range(const RunRange& range, RunRequest& request);

/// "anna@web-1": whom the history names.
std::string who_runs(const Context& context);

/// The migration lock, waited for as the request says, with a word on who holds it. Throws
/// Error{lock_held}.
std::unique_ptr<schema::Lock> lock_database(Context& context, const Project& project,
                                            Session& session, const RunRequest& request);

/// Decides, asks where somebody must approve, takes the lock, decides again and runs. A dry run
/// only shows the plan and wants a read-only session.
ExitCode run_migrations(Context& context, const Project& project, Session& session,
                        const RunRequest& request);

}  // namespace covet::cli
