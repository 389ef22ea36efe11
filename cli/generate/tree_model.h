#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace covet::cli::generate {

/// One option or argument of the tree, as every generator needs it.
struct OptionModel {
  std::vector<std::string> flags;  ///< "-q", "--quiet"; empty for an argument
  std::string argument;            ///< "NAME" of an argument
  std::string value;               ///< what an option takes: "URL"; empty: nothing
  std::vector<std::string> choices;
  std::string help;
  bool required = false;
  bool repeats = false;

  bool is_argument() const { return flags.empty(); }
  bool takes_value() const { return !value.empty(); }
  /// "-q, --quiet", "--url URL", "NAME".
  std::string display() const;
};

struct CommandModel {
  std::string name;
  std::string alias;
  std::string summary;
  std::string group;  ///< "Every day"; empty: hidden
  std::vector<OptionModel> options;

  /// "covet make [options] NAME".
  std::string usage() const;
};

/// The CLI11 tree as a plain value; help, manual and completions are all made from it.
struct TreeModel {
  std::string summary;
  std::vector<OptionModel> globals;
  std::vector<CommandModel> commands;  ///< visible ones

  const CommandModel* find(std::string_view name_or_alias) const;
};

TreeModel model_of(const CLI::App& root);

/// Every flag that `command` takes, those of all commands among them; for "did you mean".
std::vector<std::string> flags_of(const TreeModel& tree, const CommandModel* command);

}  // namespace covet::cli::generate
