#include "cli/usage.h"

#include <fmt/core.h>

#include "core/base/hints.h"

namespace covet::cli {
namespace {

std::string with_hint(std::string message, std::string_view word,
                      const std::vector<std::string>& candidates) {
  const std::string hint = did_you_mean(word, candidates);
  if (!hint.empty()) message += "; " + hint;
  return message;
}

}  // namespace

Error usage_error(const std::vector<std::string>& leftovers, const generate::TreeModel& tree,
                  const generate::CommandModel* command) {
  const std::string& word = leftovers.front();
  const std::string help = command == nullptr
                               ? "covet --help lists the commands"
                               : fmt::format("covet {} --help lists what it takes", command->name);
  if (word.size() > 1 && word.starts_with('-')) {
    const std::string flag = word.substr(0, word.find('='));
    return {Errc::usage,
            with_hint(fmt::format("no option `{}`", flag), flag, flags_of(tree, command)), help};
  }
  if (command == nullptr) {
    std::vector<std::string> names;
    for (const generate::CommandModel& known : tree.commands) {
      names.push_back(known.name);
      if (!known.alias.empty()) names.push_back(known.alias);
    }
    return {Errc::usage, with_hint(fmt::format("no command `{}`", word), word, names), help};
  }
  return {Errc::usage, fmt::format("unexpected argument `{}`", word),
          fmt::format("usage: {}; a name of several words stands in quotes", command->usage())};
}

}  // namespace covet::cli
