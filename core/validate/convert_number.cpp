#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/core.h>

#include "core/base/decimal.h"
#include "core/base/strings.h"
#include "core/validate/convert_types.h"

namespace covet::validate {

namespace {

using model::Field;
using model::FieldType;

/// The number that a value is, exactly; of a double the fewest digits that mean it.
std::optional<DecimalParts> number_in(const Value& value) {
  const bool number =
      std::holds_alternative<std::int64_t>(value) || std::holds_alternative<std::uint64_t>(value) ||
      std::holds_alternative<double>(value) || std::holds_alternative<Decimal>(value) ||
      std::holds_alternative<std::string>(value);
  return number ? parts_of(to_text(value)) : std::nullopt;
}

/// The digits of a large double stand for less than its value: its integer is read off instead.
Value exact(const Value& value) {
  constexpr double limit = 9223372036854775808.0;
  const auto* const real = std::get_if<double>(&value);
  if (real == nullptr || !(std::abs(*real) < limit) || std::trunc(*real) != *real) return value;
  return static_cast<std::int64_t>(*real);
}

/// The least and the most that fit into so many bits.
std::array<std::string, 2> bounds_of(const Field& field) {
  const int bits = bits_of(field);
  if (field.is_unsigned)
    return {"0", std::to_string(std::numeric_limits<std::uint64_t>::max() >> (64 - bits))};
  const std::int64_t most = std::numeric_limits<std::int64_t>::max() >> (64 - bits);
  return {std::to_string(-most - 1), std::to_string(most)};
}

Value integer_of(const DecimalParts& number) {
  const std::string digits = digits_with(number, 0);
  const char* const end = digits.data() + digits.size();
  std::int64_t whole = 0;
  if (std::from_chars(digits.data(), end, whole).ec == std::errc{}) return whole;
  std::uint64_t large = 0;
  std::from_chars(digits.data(), end, large);
  return large;
}

std::optional<double> double_in(const Value& value) {
  if (const auto* const real = std::get_if<double>(&value)) return *real;
  if (!number_in(value)) return std::nullopt;
  const std::string text = to_text(value);
  const char* const start = text.data() + (text.starts_with('+') ? 1 : 0);
  double real = 0;
  const auto read = std::from_chars(start, text.data() + text.size(), real);
  // What is too small for a double is 0 or near it; what is too large is no number.
  if (read.ec == std::errc{}) return real;
  const bool small = parts_of(text)->point < 0;
  return small ? 0.0 : std::numeric_limits<double>::infinity();
}

}  // namespace

int bits_of(const Field& field) {
  if (field.size == "tiny") return 8;
  if (field.size == "small") return 16;
  if (field.size == "medium") return 24;
  if (field.type == FieldType::small_integer) return 16;
  return field.type == FieldType::big_integer ? 64 : 32;
}

Conversion to_integer(const Field& field, const Value& value) {
  const auto number = number_in(exact(value));
  if (!number || number->places() > 0) return Refusal{"it wants a whole number"};
  const auto bounds = bounds_of(field);
  const bool fits =
      compare(*number, *parts_of(bounds[0])) >= 0 && compare(*number, *parts_of(bounds[1])) <= 0;
  if (!fits) return Refusal{fmt::format("it holds {} to {}", bounds[0], bounds[1])};
  return integer_of(*number);
}

Conversion to_float(const Field& field, const Value& value) {
  const auto real = double_in(value);
  if (!real) return Refusal{"it wants a number"};
  if (!std::isfinite(*real)) return Refusal{"it wants a finite number"};
  constexpr int single_digits = 24;
  if (field.precision.value_or(53) <= single_digits &&
      std::abs(*real) > static_cast<double>(std::numeric_limits<float>::max()))
    return Refusal{"it holds numbers of single precision, up to 3.4e38"};
  if (field.is_unsigned && *real < 0) return Refusal{"it is unsigned"};
  return *real;
}

Conversion to_decimal(const Field& field, const Value& value) {
  const auto number = number_in(value);
  if (!number) return Refusal{"it wants a number in digits", "like \"-12.50\""};
  const std::int64_t places = field.decimal_places.value_or(0);
  const std::int64_t before = field.max_digits.value_or(places) - places;
  if (number->places() > places) {
    return Refusal{fmt::format("it has {}", count_of(static_cast<std::size_t>(places),
                                                     "decimal place", "decimal places")),
                   "round it before, as the right way to round is the program's to know"};
  }
  if (!number->digits.empty() && number->point > before) {
    return Refusal{fmt::format("it has {} digits, {} of them behind the point",
                               field.max_digits.value_or(0), places)};
  }
  if (field.is_unsigned && number->negative) return Refusal{"it is unsigned"};
  return Decimal{digits_with(*number, places)};
}

Conversion to_boolean(const Value& value) {
  const Refusal refusal{"it wants true or false"};
  if (std::holds_alternative<bool>(value)) return value;
  const bool worded = std::holds_alternative<std::int64_t>(value) ||
                      std::holds_alternative<std::uint64_t>(value) ||
                      std::holds_alternative<std::string>(value);
  if (!worded) return refusal;
  const std::string text = to_text(value);
  for (const std::string_view yes : {"1", "t", "true", "y", "yes", "on"})
    if (equals_ignoring_case(text, yes)) return Value(true);
  for (const std::string_view no : {"0", "f", "false", "n", "no", "off"})
    if (equals_ignoring_case(text, no)) return Value(false);
  return refusal;
}

}  // namespace covet::validate
