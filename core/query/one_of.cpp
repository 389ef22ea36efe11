#include "core/query/one_of.h"

#include "core/query/spelling.h"

namespace covet::query {
namespace {

// Few stay parameters: shapes of statements are few then, and engines plan by each value.
constexpr std::size_t few = 1000;

}  // namespace

Fragment one_of(const Fragment& column, std::span<const Value> values, const Dialect& dialect) {
  const std::string_view pattern = dialect.spelling()->pattern("InMany");
  const bool whole = values.size() > few && !pattern.empty();
  if (whole) {
    if (auto list = dialect.spelling()->list(values))
      return fill(pattern, {column, Fragment::of_value(std::move(*list))});
  }
  std::vector<Fragment> parts;
  parts.reserve(values.size());
  for (const Value& value : values)
    parts.push_back(whole ? Fragment(dialect.literal(value)) : Fragment::of_value(value));
  return column + " IN (" + join(parts, ", ") + ")";
}

}  // namespace covet::query
