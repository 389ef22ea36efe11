#include "schema/order_enum.h"

#include <algorithm>
#include <iterator>

#include "core/base/contains.h"

namespace covet::schema {
bool loses_values(const AlterEnum& change) {
  return !hazards(change).empty();
}

bool gains_values(const AlterEnum& change) {
  const auto known = [&](const std::string& value) {
    return contains(change.from.values, value) ||
           std::any_of(change.renamed.begin(), change.renamed.end(),
                       [&](const auto& pair) { return pair.second == value; });
  };
  return !std::all_of(change.to.values.begin(), change.to.values.end(), known);
}

bool rebuilds(const AlterEnum& change) {
  auto next = change.to.values.begin();
  for (const std::string& value : change.from.values) {
    const auto is_it = [&](const auto& pair) { return pair.first == value; };
    const auto renamed = std::find_if(change.renamed.begin(), change.renamed.end(), is_it);
    const std::string& now = renamed == change.renamed.end() ? value : renamed->second;
    next = std::find(next, change.to.values.end(), now);
    if (next == change.to.values.end()) return true;
  }
  return false;
}

std::pair<AlterEnum, AlterEnum> split_enum(const AlterEnum& change) {
  EnumType both = change.to;
  for (auto it = change.from.values.begin(); it != change.from.values.end(); ++it) {
    const bool renamed =
        std::ranges::any_of(change.renamed, [&](const auto& pair) { return pair.first == *it; });
    if (renamed || contains(both.values, *it)) continue;
    auto at = both.values.begin();
    if (it != change.from.values.begin()) {
      const auto before = std::find(both.values.begin(), both.values.end(), *std::prev(it));
      at = before == both.values.end() ? both.values.end() : before + 1;
    }
    both.values.insert(at, *it);
  }
  return {AlterEnum{change.from, both, change.renamed}, AlterEnum{both, change.to, {}}};
}

}  // namespace covet::schema
