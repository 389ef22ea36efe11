#pragma once

#include <string>
#include <vector>

#include "core/model/model.h"

namespace covet::seed {

/// Fields whose values no two rows share: the key, unique fields, constraints and indexes. Those
/// that hold for some rows only are taken to hold for all; of an expression its fields are meant.
/// The smallest come first, each once.
std::vector<std::vector<std::string>> unique_sets(const model::Model& model);

}  // namespace covet::seed
