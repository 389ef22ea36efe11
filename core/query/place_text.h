#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"

namespace covet::query {

/// Where a row stands in an order, as a text that is fit for URLs and command lines: `mark` tells
/// the order from others. Not secret, and not signed: whoever changes it gets other rows of what
/// they may read anyway.
std::string place_text(std::string_view mark, const std::vector<Value>& values);

/// Throws Error{usage} for what is none, or is of another mark.
std::vector<Value> read_place(std::string_view text, std::string_view mark);

}  // namespace covet::query
