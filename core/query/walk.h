#pragma once

#include <string>
#include <vector>

#include "core/query/expression.h"

/// What stands somewhere within an expression or a condition.
namespace covet::query {

/// An aggregate, outside of a window.
bool has_aggregate(const Expression& expression);
bool has_aggregate(const Condition& condition);

/// It is a window's value.
bool has_window(const Expression& expression);

/// True if a path in it begins with one of `names`.
bool names_one_of(const Condition& condition, const std::vector<std::string>& names);

}  // namespace covet::query
