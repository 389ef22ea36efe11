#pragma once

#include <functional>
#include <set>
#include <vector>

#include "schema/schema.h"

namespace covet::schema {

/// The tables that it inherits from, or is a partition of.
std::set<TableName> ancestors(const Table& table);

/// `tables` so that each stands behind those it needs: the targets of its foreign keys, and the
/// tables it inherits from. A circle is broken by taking foreign keys out of a table; `detached` is
/// told of each. With `circles_are_fine` (the engine lets a key name a table that isn't there yet)
/// keys stay where they are. Ties go by name.
std::vector<Table> topological(
    std::vector<Table> tables, bool circles_are_fine,
    const std::function<void(const Table&, const ForeignKey&)>& detached);

}  // namespace covet::schema
