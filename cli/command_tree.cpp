#include "cli/command_tree.h"

#include <string>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.h"

namespace covet::cli {
namespace {

constexpr const char* title(Group group) {
  switch (group) {
    case Group::start:
      return "Start";
    case Group::every_day:
      return "Every day";
    case Group::check:
      return "Check";
    case Group::look:
      return "Look";
    case Group::repair:
      return "Repair";
    case Group::shell:
      return "Shell";
    case Group::hidden:
      return "";
  }
  return "";
}

/// An empty word is a shell variable that isn't set: to go on with the default database would be to
/// work on another one than was meant.
std::string not_empty(const std::string& text) {
  return text.empty() ? "the value is empty" : "";
}

void add_global_options(CLI::App& root, Globals& globals) {
  root.add_option("-C", globals.folder, "Run as if started in DIR")
      ->type_name("DIR")
      ->check(not_empty);
  root.add_option("-c", globals.config, "Use this file instead of the nearest covet.toml")
      ->type_name("FILE")
      ->check(not_empty);
  root.add_option("--env", globals.env, "Use this environment of covet.toml")
      ->type_name("NAME")
      ->check(not_empty);
  root.add_option("--url", globals.url, "Use this database")->type_name("URL")->check(not_empty);
  root.add_option("--url-file", globals.url_file, "Use the database whose URL stands in FILE")
      ->type_name("FILE")
      ->check(not_empty);
  root.add_flag("--json", globals.json, "Print data as JSON");
  root.add_flag("-q,--quiet", globals.quiet, "Print data and errors only");
  root.add_flag("-v,--verbose", globals.verbose, "Say more");
  root.add_option("--color", globals.color, "When to use colour")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  root.add_flag("--no-input", globals.no_input, "Never ask");
  root.add_flag("-y,--yes", globals.yes,
                "Answer questions with yes, but for protected environments");
  root.add_option("--approve", globals.approve, "Let the protected environment NAME be changed")
      ->type_name("NAME");
  root.add_flag("-h,--help", globals.help, "Show help");
  root.add_flag("--version", globals.version, "Show the version");
}

}  // namespace

CommandTree::CommandTree(Globals& globals)
    : root_(std::make_unique<CLI::App>(
          "Migrations and schema management from TOML for PostgreSQL, MySQL and SQLite.",
          "covet")) {
  root_->set_help_flag();
  // Leftovers and a missing command are reported by us, with what was meant.
  root_->allow_extras();
  root_->fallthrough();
  root_->require_subcommand(0, 1);
  add_global_options(*root_, globals);
  for (std::unique_ptr<Command>& command : all_commands()) {
    const CommandInfo info = command->info();
    CLI::App* app = root_->add_subcommand(std::string(info.name), std::string(info.summary));
    app->group(title(info.group));
    if (!info.alias.empty()) app->alias(std::string(info.alias));
    command->define(*app);
    entries_.push_back({std::move(command), app});
  }
}

CommandTree::~CommandTree() = default;

Command* CommandTree::chosen() const {
  for (const Entry& entry : entries_) {
    if (entry.app->parsed()) return entry.command.get();
  }
  return nullptr;
}

}  // namespace covet::cli
