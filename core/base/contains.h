#pragma once

#include <algorithm>
#include <ranges>

namespace covet {

/// Whether one of them equals it: what C++23 calls std::ranges::contains.
template <std::ranges::input_range Values, typename Value>
bool contains(const Values& values, const Value& value) {
  return std::ranges::find(values, value) != std::ranges::end(values);
}

}  // namespace covet
