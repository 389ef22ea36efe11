#include "core/base/decimal.h"

#include <algorithm>

#include "core/base/error.h"

namespace covet {
namespace {

/// Takes digits off the front; how many.
std::size_t take_digits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(count);
  return count;
}

bool take_one_of(std::string_view& text, std::string_view characters) {
  if (text.empty() || characters.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

bool is_number(std::string_view text) {
  take_one_of(text, "+-");
  std::size_t digits = take_digits(text);
  if (take_one_of(text, ".")) digits += take_digits(text);
  if (digits == 0) return false;
  if (!take_one_of(text, "eE")) return text.empty();
  take_one_of(text, "+-");
  return take_digits(text) > 0 && text.empty();
}

}  // namespace

std::string_view digits_of(const Decimal& number) {
  if (is_number(number.text)) return number.text;
  throw Error(Errc::usage, "`" + number.text + "` is no decimal number",
              "write it as sign, digits, point, digits: -12.50");
}

}  // namespace covet
