#include <algorithm>

#include "migrations/migration.h"

namespace covet::migrations {
namespace {

/// The digits up to the next dot, without leading zeros; takes them off `rest`.
std::string_view take_part(std::string_view& rest) {
  const std::size_t dot = std::min(rest.find('.'), rest.size());
  std::string_view part = rest.substr(0, dot);
  rest.remove_prefix(std::min(dot + 1, rest.size()));
  part.remove_prefix(std::min(part.find_first_not_of('0'), part.size()));
  return part;
}

}  // namespace

std::strong_ordering Version::operator<=>(const Version& other) const {
  if (repeatable() || other.repeatable()) {
    if (const auto by_kind = repeatable() <=> other.repeatable(); by_kind != 0) return by_kind;
    return text_.compare(other.text_) <=> 0;
  }
  std::string_view left = text_;
  std::string_view right = other.text_;
  while (!left.empty() && !right.empty()) {
    const std::string_view a = take_part(left);
    const std::string_view b = take_part(right);
    if (const auto by_length = a.size() <=> b.size(); by_length != 0) return by_length;
    if (const int by_digit = a.compare(b); by_digit != 0) return by_digit <=> 0;
  }
  return !left.empty() <=> !right.empty();
}

bool is_version(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string Migration::title() const {
  std::string title = name;
  std::replace(title.begin(), title.end(), '_', ' ');
  return title;
}

}  // namespace covet::migrations
