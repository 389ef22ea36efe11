#include "core/query/lookups.h"

#include <algorithm>
#include <array>

namespace covet::query {
namespace {

constexpr std::string_view like = "{0} LIKE {1} ESCAPE '!'";

constexpr std::array<LookupInfo, 22> all_lookups = {{
    {"exact", Takes::value, "{0} = {1}", "", "", "equal; None: is NULL"},
    {"ne", Takes::value, "{0} <> {1}", "", "", "not equal"},
    {"gt", Takes::value, "{0} > {1}", "", "", "greater"},
    {"gte", Takes::value, "{0} >= {1}", "", "", "greater or equal"},
    {"lt", Takes::value, "{0} < {1}", "", "", "less"},
    {"lte", Takes::value, "{0} <= {1}", "", "", "less or equal"},
    {"in", Takes::list, "{0} IN ({1})", "", "", "one of a list, or of a query's rows"},
    {"range", Takes::range, "{0} BETWEEN {1} AND {2}", "", "", "between two values, both included"},
    {"isnull", Takes::flag, "", "", "", "is NULL, or isn't"},
    {"iexact", Takes::text, "UPPER({0}) = UPPER({1})", "", "", "equal but for case"},
    {"contains", Takes::text, like, "%", "%",
     "the text stands in it; of JSON and arrays: holds it"},
    {"icontains", Takes::text, like, "%", "%", "the same but for case"},
    {"startswith", Takes::text, like, "", "%", "begins with"},
    {"istartswith", Takes::text, like, "", "%", "the same but for case"},
    {"endswith", Takes::text, like, "%", "", "ends with"},
    {"iendswith", Takes::text, like, "%", "", "the same but for case"},
    {"regex", Takes::value, "", "", "", "matches the engine's regular expression"},
    {"iregex", Takes::value, "", "", "", "the same but for case"},
    {"has_key", Takes::value, "", "", "", "a JSON object has the key"},
    {"json_contains", Takes::json, "", "", "", ""},
    {"array_contains", Takes::json, "", "", "", ""},
    {"overlap", Takes::json, "", "", "", "an array has one of these"},
}};

}  // namespace

std::span<const LookupInfo> lookups() {
  return all_lookups;
}

const LookupInfo* find_lookup(std::string_view name) {
  const auto* const found = std::ranges::find(all_lookups, name, &LookupInfo::name);
  return found == all_lookups.end() ? nullptr : found;
}

}  // namespace covet::query
