#pragma once

#include <string>
#include <vector>

#include "core/query/expression.h"

/// What stands somewhere within an expression or a condition, but not within a subquery.
namespace covet::query {

struct Said {
  std::vector<std::string> paths{};       ///< outside of aggregates
  std::vector<std::string> aggregated{};  ///< within them
  bool aggregate = false;                 ///< one that makes groups: not a window's
  bool window = false;
};
Said said_by(const Expression& expression);
Said said_by(const Condition& condition);

bool has_aggregate(const Expression& expression);
bool has_aggregate(const Condition& condition);
bool has_window(const Expression& expression);

/// True if `path` is one of `names`, or goes on from one: "n", "n__year".
bool begins_with_one(const std::string& path, const std::vector<std::string>& names);

/// True if a path in it, within aggregates too, begins with one of `names`.
bool names_one_of(const Condition& condition, const std::vector<std::string>& names);
bool names_one_of(const Expression& expression, const std::vector<std::string>& names);

}  // namespace covet::query
