#include "core/base/decimal.h"

#include <algorithm>
#include <charconv>

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

std::int64_t DecimalParts::places() const {
  return std::max<std::int64_t>(static_cast<std::int64_t>(digits.size()) - point, 0);
}

std::optional<DecimalParts> parts_of(std::string_view number) {
  if (!is_number(number)) return std::nullopt;
  DecimalParts parts;
  parts.negative = number.starts_with('-');
  take_one_of(number, "+-");
  std::int64_t exponent = 0;
  const std::size_t e = std::min(number.find_first_of("eE"), number.size());
  if (e < number.size()) {
    std::string_view text = number.substr(e + 1);
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto read = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (read.ec != std::errc{} || exponent > 9999 || exponent < -9999) return std::nullopt;
    number = number.substr(0, e);
  }
  const std::size_t point = std::min(number.find('.'), number.size());
  parts.digits = std::string(number.substr(0, point));
  parts.point = exponent + static_cast<std::int64_t>(point);
  if (point < number.size()) parts.digits += number.substr(point + 1);
  const std::size_t zeros = std::min(parts.digits.find_first_not_of('0'), parts.digits.size());
  parts.digits.erase(0, zeros);
  parts.point -= static_cast<std::int64_t>(zeros);
  parts.digits.erase(parts.digits.find_last_not_of('0') + 1);
  return parts.digits.empty() ? DecimalParts{} : parts;
}

std::string digits_with(const DecimalParts& number, std::int64_t places) {
  std::string digits = number.digits;
  std::int64_t point = number.point;
  if (digits.empty()) point = 0;
  if (point < 1) {
    digits.insert(0, static_cast<std::size_t>(1 - point), '0');
    point = 1;
  }
  const std::int64_t behind = std::max(places, number.places());
  digits.resize(std::max(digits.size(), static_cast<std::size_t>(point + behind)), '0');
  if (behind > 0) digits.insert(static_cast<std::size_t>(point), 1, '.');
  return (number.negative ? "-" : "") + digits;
}

int compare(const DecimalParts& a, const DecimalParts& b) {
  const auto sign = [](const DecimalParts& number) {
    return number.digits.empty() ? 0 : number.negative ? -1 : 1;
  };
  if (sign(a) != sign(b)) return sign(a) - sign(b);
  if (a.point != b.point) return (a.point < b.point ? -1 : 1) * sign(a);
  const int digits = a.digits.compare(b.digits);
  return digits == 0 ? 0 : (digits < 0 ? -1 : 1) * sign(a);
}

}  // namespace covet
