#include "adapters/shared/pattern_table.h"

#include <algorithm>

namespace covet::adapters {

std::string_view PatternTable::pattern(std::string_view operation) const {
  const auto found = std::find_if(patterns_.begin(), patterns_.end(),
                                  [&](const Pattern& each) { return each.first == operation; });
  return found == patterns_.end() ? std::string_view() : found->second;
}

}  // namespace covet::adapters
