#pragma once

#include <optional>
#include <string>

#include "cli/generate/tree_model.h"

namespace covet::cli::generate {

/// `covet --help`.
std::string overview(const TreeModel& tree);

/// `covet help COMMAND`, `covet COMMAND --help`.
std::string command_help(const TreeModel& tree, const CommandModel& command);

/// `covet help environment`, …; nothing for an unknown topic. `name` picks one field type of
/// `types`.
std::optional<std::string> topic_help(std::string_view topic, std::string_view name = {});

}  // namespace covet::cli::generate
