#include <fmt/core.h>

#include "cli/generate/completions.h"
#include "core/base/strings.h"

namespace covet::cli::generate {
namespace {

std::string choice_cases(const std::vector<OptionModel>& options, std::string_view command) {
  std::string text;
  for (const OptionModel& option : options) {
    if (option.is_argument() || !option.takes_value()) continue;
    for (const std::string& flag : option.flags) {
      const std::string pattern = fmt::format("    {}:{})", command.empty() ? "*" : command, flag);
      if (!option.choices.empty()) {
        text += fmt::format("{} COMPREPLY=($(compgen -W '{}' -- \"$cur\")); return ;;\n", pattern,
                            join(option.choices, " "));
      } else if (option.value == "DIR") {
        text += pattern + " COMPREPLY=($(compgen -d -- \"$cur\")); return ;;\n";
      } else if (option.value == "FILE" || option.value == "PATH") {
        text += pattern + " COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n";
      } else {
        text += pattern + " return ;;\n";
      }
    }
  }
  return text;
}

std::string words(const std::vector<std::string>& flags, const std::vector<OptionModel>& options) {
  std::vector<std::string> all;
  for (const OptionModel& option : options) {
    if (option.is_argument()) all.insert(all.end(), option.choices.begin(), option.choices.end());
  }
  all.insert(all.end(), flags.begin(), flags.end());
  return join(all, " ");
}

}  // namespace

std::string bash_completions(const TreeModel& tree) {
  std::string text =
      "# Made by `covet generate completions`; do not edit.\n"
      "_covet() {\n"
      "  local cur prev word command=''\n"
      "  cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  COMPREPLY=()\n"
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
      "    case $word in\n";
  std::vector<std::string> names;
  for (const CommandModel& command : tree.commands) {
    names.push_back(command.name);
    text += fmt::format("      {}{}) command={}; break ;;\n", command.name,
                        command.alias.empty() ? "" : "|" + command.alias, command.name);
  }
  text += "    esac\n  done\n  case $command:$prev in\n" + choice_cases(tree.globals, "");
  for (const CommandModel& command : tree.commands)
    text += choice_cases(command.options, command.name);
  text += "  esac\n  case $command in\n";
  for (const CommandModel& command : tree.commands) {
    const std::string extra = command.name == "help" ? join(names, " ") + " " : "";
    text += fmt::format("    {}) COMPREPLY=($(compgen -W '{}{}' -- \"$cur\")) ;;\n", command.name,
                        extra, words(flags_of(tree, &command), command.options));
  }
  text += fmt::format("    *) COMPREPLY=($(compgen -W '{} {}' -- \"$cur\")) ;;\n", join(names, " "),
                      join(flags_of(tree, nullptr), " "));
  return text + "  esac\n}\ncomplete -o default -F _covet covet\n";
}

}  // namespace covet::cli::generate
