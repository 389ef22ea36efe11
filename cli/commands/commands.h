#pragma once

#include <memory>
#include <vector>

#include "cli/command.h"

namespace covet::cli {

std::unique_ptr<Command> codegen_command();
std::unique_ptr<Command> completions_command();
std::unique_ptr<Command> diff_command();
std::unique_ptr<Command> doctor_command();
std::unique_ptr<Command> dump_command();
std::unique_ptr<Command> export_command();
std::unique_ptr<Command> generate_command();
std::unique_ptr<Command> db_command();
std::unique_ptr<Command> health_command();
std::unique_ptr<Command> pool_command();
std::unique_ptr<Command> help_command();
std::unique_ptr<Command> history_command();
std::unique_ptr<Command> load_command();
std::unique_ptr<Command> import_command();
std::unique_ptr<Command> init_command();
std::unique_ptr<Command> inspect_command();
std::unique_ptr<Command> make_command();
std::unique_ptr<Command> migrate_command();
std::unique_ptr<Command> query_command();
std::unique_ptr<Command> redo_command();
std::unique_ptr<Command> repair_command();
std::unique_ptr<Command> rollback_command();
std::unique_ptr<Command> seed_command();
std::unique_ptr<Command> shell_command();
std::unique_ptr<Command> status_command();
std::unique_ptr<Command> sync_command();
std::unique_ptr<Command> unlock_command();
std::unique_ptr<Command> wait_command();

std::unique_ptr<Command> baseline_command();
std::unique_ptr<Command> check_command();
std::unique_ptr<Command> rebase_command();
std::unique_ptr<Command> squash_command();
std::unique_ptr<Command> tag_command();

/// Every command, in the order in which help lists them.
std::vector<std::unique_ptr<Command>> all_commands();

}  // namespace covet::cli
