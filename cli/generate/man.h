#pragma once

#include <string>
#include <vector>

#include "cli/generate/tree_model.h"

namespace covet::cli::generate {

struct Page {
  std::string file;  ///< "covet-make.1"
  std::string text;  ///< mdoc
};

/// covet(1), one page a command, covet.toml(5) and covet-model(5).
std::vector<Page> manual(const TreeModel& tree);

}  // namespace covet::cli::generate
