#include "core/query/fragment.h"

#include <map>
#include <utility>

namespace covet::query {

Fragment Fragment::of_value(Value value) {
  Fragment fragment;
  fragment.holes_.push_back({0, std::make_shared<const Value>(std::move(value))});
  return fragment;
}

Fragment& Fragment::operator+=(const Fragment& other) {
  for (const Hole& hole : other.holes_)
    holes_.push_back({text_.size() + hole.at, hole.value});
  text_ += other.text_;
  return *this;
}

Statement Fragment::statement(const Dialect& dialect) const {
  const bool numbered = dialect.placeholder(1) != dialect.placeholder(2);
  std::map<const Value*, std::size_t> places;
  Statement statement;
  std::size_t from = 0;
  for (const Hole& hole : holes_) {
    statement.sql.append(text_, from, hole.at - from);
    from = hole.at;
    const auto [known, fresh] = places.try_emplace(hole.value.get(), statement.params.size() + 1);
    if (fresh || !numbered) statement.params.push_back(*hole.value);
    statement.sql += dialect.placeholder(numbered ? known->second : statement.params.size());
  }
  statement.sql.append(text_, from);
  return statement;
}

Fragment join(const std::vector<Fragment>& parts, std::string_view separator) {
  Fragment joined;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) joined += separator;
    joined += parts[i];
  }
  return joined;
}

std::string quoted_table(const Dialect& dialect, const std::string& schema,
                         const std::string& name) {
  return schema.empty() ? dialect.quote(name) : dialect.quote(schema) + "." + dialect.quote(name);
}

Fragment fill(std::string_view pattern, const std::vector<Fragment>& parts) {
  Fragment filled;
  std::size_t from = 0;
  for (std::size_t i = 0; i + 2 < pattern.size(); ++i) {
    if (pattern[i] != '{' || pattern[i + 2] != '}') continue;
    const char which = pattern[i + 1];
    const bool all = which == '*';
    if (!all && (which < '0' || which > '9')) continue;
    filled += pattern.substr(from, i - from);
    if (all) {
      filled += join(parts, ", ");
    } else {
      filled += parts.at(static_cast<std::size_t>(which - '0'));
    }
    from = i + 3;
    i += 2;
  }
  return filled += pattern.substr(from);
}

}  // namespace covet::query
