#pragma once

#include <string>
#include <vector>

#include "cli/generate/tree_model.h"
#include "core/base/error.h"

namespace covet::cli {

/// What is wrong with words that the tree did not take: an unknown command, an unknown option, an
/// argument too many; with what was probably meant. `command` is null where none was recognised.
Error usage_error(const std::vector<std::string>& leftovers, const generate::TreeModel& tree,
                  const generate::CommandModel* command);

}  // namespace covet::cli
