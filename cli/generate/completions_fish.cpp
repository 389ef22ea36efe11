#include <fmt/core.h>

#include "cli/generate/completions.h"
#include "core/base/strings.h"

namespace covet::cli::generate {
namespace {

std::string fish_text(std::string_view text) {
  return "'" + replace_all(replace_all(std::string(text), "\\", "\\\\"), "'", "\\'") + "'";
}

std::string option_line(const OptionModel& option, std::string_view condition) {
  std::string line = "complete -c covet";
  if (!condition.empty()) line += " -n " + fish_text(condition);
  if (option.is_argument()) {
    return option.choices.empty() ? ""
                                  : line + " -f -a " + fish_text(join(option.choices, " ")) + "\n";
  }
  for (const std::string& flag : option.flags) {
    line += flag.starts_with("--") ? " -l " + flag.substr(2) : " -s " + flag.substr(1);
  }
  if (option.takes_value()) {
    const bool file = option.value == "FILE" || option.value == "PATH" || option.value == "DIR";
    line += file ? " -r -F" : " -x";
    if (!option.choices.empty()) line += " -a " + fish_text(join(option.choices, " "));
  }
  return line + " -d " + fish_text(option.help) + "\n";
}

}  // namespace

std::string fish_completions(const TreeModel& tree) {
  std::string text = "# Made by `covet generate completions`; do not edit.\ncomplete -c covet -f\n";
  for (const OptionModel& option : tree.globals)
    text += option_line(option, "");
  for (const CommandModel& command : tree.commands) {
    text += fmt::format("complete -c covet -n __fish_use_subcommand -a {} -d {}\n", command.name,
                        fish_text(command.summary));
  }
  for (const CommandModel& command : tree.commands) {
    const std::string condition = "__fish_seen_subcommand_from " + command.name +
                                  (command.alias.empty() ? "" : " " + command.alias);
    for (const OptionModel& option : command.options)
      text += option_line(option, condition);
  }
  std::vector<std::string> names;
  for (const CommandModel& command : tree.commands)
    names.push_back(command.name);
  return text + fmt::format("complete -c covet -n '__fish_seen_subcommand_from help' -a '{}'\n",
                            join(names, " "));
}

}  // namespace covet::cli::generate
