#pragma once

#include <vector>

#include "core/db/dialect.h"
#include "schema/change.h"

/// Objects in the order of a plan: views, functions, triggers and their like. A part of order().
namespace covet::schema {

struct ObjectStages {
  std::vector<Change> drop_first{};    ///< before everything else, as they were; dependents first
  std::vector<Change> create_early{};  ///< with the new tables, which may need them
  std::vector<Change> create_late{};   ///< when the tables are as they are to be
  std::vector<Change> drop_last{};     ///< when no table needs them any more
};

/// `objects`: the changes of diff() to objects, in the words of `renamed`. `others`: all other
/// changes of the plan. `before` and `renamed`: the schema, and the schema after the plan's
/// renames; their objects stand in the same order. What stands in the way of another change (a view
/// on a column that is retyped) is dropped first and made again late, and so is what depends on it,
/// where the engine wants that (its facts say).
ObjectStages order_objects(const std::vector<Change>& objects, const std::vector<Change>& others,
                           const Schema& before, const Schema& renamed, const DialectFacts& facts);

}  // namespace covet::schema
