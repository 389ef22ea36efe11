#pragma once

#include <span>
#include <string_view>

#include "core/query/expression.h"

namespace covet::typed {

/// `condition`, which is about a model, as one about whoever leads to that model by `relation`: its
/// paths begin with it. Throws Error{unsupported} for raw SQL in it.
query::Condition through(const query::Condition& condition, std::string_view relation);

/// That a row of `model`, whose key has these fields, leads by `relation` to one row at least that
/// `condition` holds for. However many there are, the row of `model` comes once.
query::Condition any_through(std::string_view model, std::span<const std::string_view> key,
                             std::string_view relation, const query::Condition& condition);
/// To any row.
query::Condition any_through(std::string_view model, std::span<const std::string_view> key,
                             std::string_view relation);

}  // namespace covet::typed
