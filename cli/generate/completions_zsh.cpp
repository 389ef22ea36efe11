#include <fmt/core.h>

#include "cli/generate/completions.h"
#include "cli/generate/prose.h"
#include "core/base/strings.h"

namespace covet::cli::generate {
namespace {

/// For the inside of '…' in an _arguments or _describe specification.
std::string zsh_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
      continue;
    }
    if (c == '[' || c == ']' || c == ':' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

std::string action(const OptionModel& option) {
  if (!option.choices.empty()) return "(" + join(option.choices, " ") + ")";
  if (option.value == "DIR") return "_files -/";
  if (option.value == "FILE" || option.value == "PATH") return "_files";
  return " ";
}

std::string specifications(const std::vector<OptionModel>& options) {
  std::string text;
  for (const OptionModel& option : options) {
    for (const std::string& flag : option.flags) {
      const std::string_view joint = !option.takes_value()    ? ""
                                     : flag.starts_with("--") ? "="
                                                              : "+";
      text += fmt::format("    '{}{}{}[{}]", option.repeats ? "*" : "", flag, joint,
                          zsh_text(option.help));
      if (option.takes_value())
        text += fmt::format(":{}:{}", zsh_text(option.value), action(option));
      text += "'\n";
    }
  }
  int position = 1;
  for (const OptionModel& option : options) {
    if (option.is_argument())
      text +=
          fmt::format("    '{}:{}:{}'\n", position++, zsh_text(option.argument), action(option));
  }
  return text;
}

std::string help_topics(const TreeModel& tree) {
  std::vector<std::string> names;
  for (const CommandModel& command : tree.commands)
    names.push_back(command.name);
  for (const Topic& topic : topics())
    names.emplace_back(topic.name);
  return "    '1:TOPIC:(" + join(names, " ") + ")'\n";
}

std::string commands(const TreeModel& tree) {
  std::string text = "  local -a commands=(\n";
  for (const CommandModel& command : tree.commands) {
    text += fmt::format("    '{}:{}'\n", command.name, zsh_text(command.summary));
  }
  return text + "  )\n";
}

}  // namespace

std::string zsh_completions(const TreeModel& tree) {
  std::string text = "#compdef covet\n# Made by `covet generate completions`; do not edit.\n";
  text += "_covet() {\n  local curcontext=\"$curcontext\" state line\n" + commands(tree);
  text += "  local -a own globals=(\n" + specifications(tree.globals) + "  )\n";
  text += "  _arguments -C -s $globals '1:command:->command' '*::argument:->argument' && return\n";
  text +=
      "  case $state in\n    command) _describe command commands ;;\n    argument)\n      case "
      "$line[1] in\n";
  for (const CommandModel& command : tree.commands) {
    const std::string own =
        command.name == "help" ? help_topics(tree) : specifications(command.options);
    text += fmt::format("        {}{}) own=(\n{}        ) ;;\n", command.name,
                        command.alias.empty() ? "" : "|" + command.alias, own);
  }
  text += "      esac\n      _arguments -s $globals $own ;;\n  esac\n}\n\n";
  return text +
         "if [ \"$funcstack[1]\" = _covet ]; then _covet \"$@\"; else compdef _covet covet; fi\n";
}

}  // namespace covet::cli::generate
