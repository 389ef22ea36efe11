#pragma once

#include <string>

#include "cli/generate/tree_model.h"

namespace covet::cli::generate {

std::string bash_completions(const TreeModel& tree);
std::string zsh_completions(const TreeModel& tree);
std::string fish_completions(const TreeModel& tree);

}  // namespace covet::cli::generate
