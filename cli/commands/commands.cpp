#include "cli/commands/commands.h"

namespace covet::cli {

std::vector<std::unique_ptr<Command>> all_commands() {
  std::vector<std::unique_ptr<Command>> commands;
  for (const auto make :
       {init_command,    inspect_command, import_command,   export_command, wait_command,
        make_command,    migrate_command, rollback_command, redo_command,   status_command,
        diff_command,    sync_command,    check_command,    health_command, doctor_command,
        history_command, query_command,   dump_command,     load_command,   seed_command,
        pool_command,    db_command,      baseline_command, repair_command, squash_command,
        rebase_command,  unlock_command,  tag_command,      help_command,   completions_command,
        codegen_command, shell_command,   generate_command}) {
    commands.push_back(make());
  }
  return commands;
}

}  // namespace covet::cli
