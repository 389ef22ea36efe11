#pragma once

#include <vector>

#include "schema/change.h"

namespace covet::schema {

/// The changes that lead from one table to another of the same name, column renames already done.
void diff_table(const Table& from, const Table& to, std::vector<Change>& changes);

}  // namespace covet::schema
