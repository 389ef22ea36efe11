#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace covet::query {

/// What stands on a lookup's right side.
enum class Takes : std::uint8_t {
  value,
  text,   ///< searched for as it is: no character in it is special
  list,   ///< several values, or a query
  range,  ///< two values
  flag,   ///< true or false
  json,
};

/// One row a lookup. The pattern is the SQL standard's; an engine's Spelling may have its own under
/// the same name, and one under "name.of" where the right side is an expression instead of a
/// constant.
struct LookupInfo {
  std::string_view name;
  Takes takes;
  std::string_view pattern;
  std::string_view before, behind;  ///< around a text that is searched for with LIKE
  std::string_view summary;
};

std::span<const LookupInfo> lookups();
const LookupInfo* find_lookup(std::string_view name);

}  // namespace covet::query
