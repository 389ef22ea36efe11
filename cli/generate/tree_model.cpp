#include "cli/generate/tree_model.h"

#include <CLI/CLI.hpp>

#include "core/base/strings.h"

namespace covet::cli::generate {
namespace {

/// CLI11 2.1 shows a set of values as "WHEN:{auto,always,never}".
std::vector<std::string> choices_in(const std::string& type) {
  const std::size_t begin = type.find('{');
  const std::size_t end = type.rfind('}');
  if (begin == std::string::npos || end == std::string::npos) return {};
  return split(std::string_view(type).substr(begin + 1, end - begin - 1), ',');
}

OptionModel model_of_option(const CLI::Option& option) {
  OptionModel model;
  for (const std::string& name : option.get_snames())
    model.flags.push_back("-" + name);
  for (const std::string& name : option.get_lnames())
    model.flags.push_back("--" + name);
  const std::string type = option.get_type_name();
  if (option.get_items_expected_max() > 0) model.value = type.substr(0, type.find(':'));
  model.choices = choices_in(type);
  model.help = option.get_description();
  model.required = option.get_required();
  model.repeats = option.get_items_expected_max() > 1;
  if (option.get_positional()) {
    model.argument = model.value;
    model.flags.clear();
  }
  return model;
}

std::vector<OptionModel> options_of(const CLI::App& app) {
  std::vector<OptionModel> options;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_group().empty()) options.push_back(model_of_option(*option));
  }
  return options;
}

}  // namespace

std::string OptionModel::display() const {
  if (is_argument()) return argument;
  std::string text = join(flags, ", ");
  if (takes_value()) text += " " + value;
  return text;
}

std::string CommandModel::usage() const {
  std::string text = "covet " + name + " [options]";
  for (const OptionModel& option : options) {
    if (!option.is_argument()) continue;
    const std::string argument = option.argument + (option.repeats ? "..." : "");
    text += option.required ? " " + argument : " [" + argument + "]";
  }
  return text;
}

const CommandModel* TreeModel::find(std::string_view name_or_alias) const {
  for (const CommandModel& command : commands) {
    if (command.name == name_or_alias) return &command;
    if (!command.alias.empty() && command.alias == name_or_alias) return &command;
  }
  return nullptr;
}

TreeModel model_of(const CLI::App& root) {
  TreeModel tree{.summary = root.get_description(), .globals = options_of(root), .commands = {}};
  for (const CLI::App* app : root.get_subcommands([](const CLI::App*) { return true; })) {
    if (app->get_group().empty()) continue;
    const std::vector<std::string>& aliases = app->get_aliases();
    tree.commands.push_back({.name = app->get_name(),
                             .alias = aliases.empty() ? "" : aliases.front(),
                             .summary = app->get_description(),
                             .group = app->get_group(),
                             .options = options_of(*app)});
  }
  return tree;
}

std::vector<std::string> flags_of(const TreeModel& tree, const CommandModel* command) {
  std::vector<std::string> flags;
  const auto add = [&](const std::vector<OptionModel>& options) {
    for (const OptionModel& option : options)
      flags.insert(flags.end(), option.flags.begin(), option.flags.end());
  };
  if (command != nullptr) add(command->options);
  add(tree.globals);
  return flags;
}

}  // namespace covet::cli::generate
