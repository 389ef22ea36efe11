#include "core/base/value.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <system_error>

#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"

namespace covet {
namespace {

std::string hex(const Bytes& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "0x";
  for (const std::byte byte : bytes) {
    text += digits[std::to_integer<unsigned>(byte) >> 4];
    text += digits[std::to_integer<unsigned>(byte) & 15];
  }
  return text;
}

std::string shortest(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

std::string_view kind_of(const Value& value) {
  return std::visit(
      overloaded{
          [](const Null&) { return "NULL"; }, [](bool) { return "a boolean"; },
          [](std::int64_t) { return "an integer"; }, [](std::uint64_t) { return "an integer"; },
          [](double) { return "a floating-point number"; },
          [](const Decimal&) { return "a decimal"; }, [](const std::string&) { return "text"; },
          [](const Bytes&) { return "bytes"; }, [](const Date&) { return "a date"; },
          [](const TimeOfDay&) { return "a time"; }, [](const Timestamp&) { return "a timestamp"; },
          [](const Uuid&) { return "a UUID"; }, [](const Json&) { return "JSON"; }},
      value);
}

[[noreturn]] void refuse(const Value& value, std::string_view wanted) {
  std::string got(kind_of(value));
  if (!is_null(value)) got += " (" + to_text(value).substr(0, 60) + ')';
  throw Error(Errc::internal, "expected " + std::string(wanted) + ", got " + got);
}

template <class Number>
std::optional<Number> number_from(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  Number number{};
  const char* end = text.data() + text.size();
  const auto [stopped, fault] = std::from_chars(text.data(), end, number);
  if (text.empty() || fault != std::errc{} || stopped != end) return std::nullopt;
  return number;
}

std::string_view text_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* decimal = std::get_if<Decimal>(&value)) return decimal->text;
  return {};
}

// The integer that a decimal's digits are, "5.00" too.
std::optional<std::int64_t> whole_from(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos) {
    if (text.find_first_not_of('0', point + 1) != std::string_view::npos) return std::nullopt;
    text = text.substr(0, point);
  }
  return number_from<std::int64_t>(text);
}

std::optional<std::int64_t> whole_from(double number) {
  constexpr double limit = 9223372036854775808.0;
  if (!(number >= -limit && number < limit) || std::trunc(number) != number) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::optional<bool> bool_from(std::string_view text) {
  for (const std::string_view yes : {"1", "t", "true", "y", "yes", "on"})
    if (equals_ignoring_case(text, yes)) return true;
  for (const std::string_view no : {"0", "f", "false", "n", "no", "off"})
    if (equals_ignoring_case(text, no)) return false;
  return std::nullopt;
}

}  // namespace

std::string to_text(const Value& value) {
  return std::visit(overloaded{[](const Null&) -> std::string { return "NULL"; },
                               [](bool flag) -> std::string { return flag ? "true" : "false"; },
                               [](std::int64_t number) { return std::to_string(number); },
                               [](std::uint64_t number) { return std::to_string(number); },
                               [](double number) { return shortest(number); },
                               [](const Decimal& decimal) { return decimal.text; },
                               [](const std::string& text) { return text; },
                               [](const Bytes& bytes) { return hex(bytes); },
                               [](const Date& date) { return to_text(date); },
                               [](const TimeOfDay& time) { return to_text(time); },
                               [](const Timestamp& moment) { return to_text(moment); },
                               [](const Uuid& uuid) { return to_text(uuid); },
                               [](const Json& json) { return json.text; }},
                    value);
}

std::int64_t as_int(const Value& value) {
  std::optional<std::int64_t> found;
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    found = *number;
  } else if (const auto* large = std::get_if<std::uint64_t>(&value)) {
    if (*large <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      found = static_cast<std::int64_t>(*large);
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    found = *flag ? 1 : 0;
  } else if (const auto* real = std::get_if<double>(&value)) {
    found = whole_from(*real);
  } else {
    found = whole_from(text_of(value));
  }
  if (!found) refuse(value, "an integer");
  return *found;
}

bool as_bool(const Value& value) {
  std::optional<bool> found;
  if (const auto* flag = std::get_if<bool>(&value)) {
    found = *flag;
  } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
    // MySQL's BIT(1).
    if (bytes->size() == 1 && std::to_integer<unsigned>(bytes->front()) <= 1)
      found = bytes->front() == std::byte{1};
  } else {
    found = bool_from(to_text(value));
  }
  if (!found) refuse(value, "a boolean");
  return *found;
}

double as_double(const Value& value) {
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (std::holds_alternative<std::int64_t>(value) || std::holds_alternative<std::uint64_t>(value)) {
    const auto number = std::get_if<std::int64_t>(&value);
    const bool fits = number == nullptr ? std::get<std::uint64_t>(value) <= std::uint64_t{exact}
                                        : *number >= -exact && *number <= exact;
    if (fits) return static_cast<double>(as_int(value));
  } else if (const auto found = number_from<double>(text_of(value))) {
    return *found;
  }
  refuse(value, "a floating-point number");
}

std::string as_string(const Value& value) {
  if (is_null(value)) refuse(value, "text");
  if (const auto* bytes = std::get_if<Bytes>(&value)) {
    // MySQL's catalogs give some names in binary columns.
    std::string text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    if (!is_valid_utf8(text)) refuse(value, "text");
    return text;
  }
  return to_text(value);
}

}  // namespace covet
