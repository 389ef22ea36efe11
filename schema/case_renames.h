#pragma once

#include <vector>

#include "core/db/dialect.h"
#include "schema/diff.h"

namespace covet::schema {

/// Where the engine takes names that differ only in case for one name, `Users` and `users` are the
/// same table: it is renamed, and not dropped beside one that can't be created. What `said` renames
/// already is left to it.
std::vector<Rename> case_renames(const Schema& live, const Schema& wanted,
                                 const std::vector<Rename>& said, const DialectFacts& facts);

}  // namespace covet::schema
