#pragma once

#include <span>

#include "core/query/fragment.h"

namespace covet::query {

/// `column` is one of these values, none of them NULL, however many there are: where a statement
/// has only so many parameters, many values are one of them. Expects one value at least. The values
/// must be such as the column holds.
Fragment one_of(const Fragment& column, std::span<const Value> values, const Dialect& dialect);

}  // namespace covet::query
