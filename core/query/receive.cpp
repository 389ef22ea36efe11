#include "core/query/receive.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/query/array_text.h"

namespace covet::query {
namespace {

/// The text of what is a number or a text.
std::optional<std::string> digits_of(const Value& value) {
  if (const auto* const text = std::get_if<std::string>(&value)) return *text;
  if (const auto* const decimal = std::get_if<Decimal>(&value)) return decimal->text;
  if (const auto* const number = std::get_if<std::int64_t>(&value))
    return fmt::format("{}", *number);
  if (const auto* const number = std::get_if<std::uint64_t>(&value))
    return fmt::format("{}", *number);
  if (const auto* const number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  return std::nullopt;
}

template <class Number>
std::optional<Number> number_in(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

void receive_boolean(Value& value) {
  if (const auto* const number = std::get_if<std::int64_t>(&value)) {
    value = *number != 0;
  } else if (const auto* const large = std::get_if<std::uint64_t>(&value)) {
    value = *large != 0;
  }
}

void receive_integer(Value& value) {
  if (std::holds_alternative<std::int64_t>(value)) return;
  const auto digits = digits_of(value);
  if (!digits) return;
  std::string whole = *digits;
  if (const std::size_t point = whole.find('.'); point != std::string::npos) {
    if (whole.find_first_not_of('0', point + 1) != std::string::npos) return;
    whole.resize(point);
  }
  if (const auto number = number_in<std::int64_t>(whole)) value = *number;
}

void receive_real(Value& value) {
  if (std::holds_alternative<double>(value)) return;
  const auto digits = digits_of(value);
  if (!digits) return;
  if (const auto number = number_in<double>(*digits)) value = *number;
}

/// A double that is a number of so many places, as those digits; most that SQLite keeps are.
/// Nothing where more than 15 digits would have to be told.
std::optional<std::string> digits_with(double number, std::int64_t places) {
  constexpr std::array<double, 10> powers = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  constexpr double most = 1e15;
  if (places < 0 || std::cmp_greater_equal(places, powers.size())) return std::nullopt;
  const double power = powers.at(static_cast<std::size_t>(places));
  const double whole = std::round(number * power);
  if (!(std::abs(whole) < most) || whole / power != number) return std::nullopt;
  const auto digits = static_cast<std::int64_t>(std::abs(whole));
  std::array<char, 24> text{};
  // From behind: the places, the point, at least one digit before it.
  std::size_t at = text.size();
  std::int64_t rest = digits;
  for (std::int64_t place = 0; rest > 0 || place <= places; ++place, rest /= 10) {
    if (place == places && places > 0) text.at(--at) = '.';
    text.at(--at) = static_cast<char>('0' + rest % 10);
  }
  if (number < 0 || (number == 0 && std::signbit(number))) text.at(--at) = '-';
  return std::string(text.data() + at, text.size() - at);
}

/// With as many places as its field has; without trailing noughts where that is unknown.
void receive_decimal(Value& value, const model::Field* field) {
  constexpr std::int64_t unknown = -1;
  const std::int64_t places = field == nullptr ? unknown : field->decimal_places.value_or(unknown);
  if (const auto* const decimal = std::get_if<Decimal>(&value);
      decimal != nullptr && places != unknown) {
    const std::size_t point = decimal->text.find('.');
    if (point != std::string::npos && std::cmp_equal(decimal->text.size() - point - 1, places))
      return;
  }
  const auto* const number = std::get_if<double>(&value);
  if (number != nullptr && places != unknown) {
    if (auto digits = digits_with(*number, places)) {
      value = Decimal{std::move(*digits)};
      return;
    }
  }
  auto digits = digits_of(value);
  // SQLite keeps decimals as doubles: 15 digits are sure.
  if (number != nullptr && digits) {
    *digits = fmt::format("{:.15g}", *number);
    if (digits->find('e') != std::string::npos && std::abs(*number) >= 1)
      *digits = fmt::format("{:.0f}", *number);
  }
  if (!digits || digits->find_first_of("eEnN") != std::string::npos) return;
  const std::size_t point = digits->find('.');
  if (places != unknown) {
    const auto wanted = static_cast<std::size_t>(places);
    const std::size_t now = point == std::string::npos ? 0 : digits->size() - point - 1;
    if (wanted > 0 && point == std::string::npos) *digits += '.';
    if (now < wanted) digits->append(wanted - now, '0');
  } else if (point != std::string::npos) {
    digits->erase(digits->find_last_not_of('0') + 1);
    if (digits->ends_with('.')) digits->pop_back();
  }
  value = Decimal{std::move(*digits)};
}

/// Where an engine has arrays, they come in its own spelling; elsewhere as JSON.
void receive_array(Value& value, const model::Field& field) {
  auto* const text = std::get_if<std::string>(&value);
  if (text == nullptr) return;
  std::optional<std::string> json;
  if (text->starts_with('{') && field.items) json = array_json(*text, *field.items);
  value = Json{json ? std::move(*json) : std::move(*text)};
}

/// What is no such text stays as it is.
template <class Parse>
void receive_text(Value& value, Parse parse) {
  const auto* const text = std::get_if<std::string>(&value);
  if (text == nullptr) return;
  try {
    value = Value(parse(*text));
  } catch (const Error&) {
    return;
  }
}

void receive_date(Value& value) {
  if (const auto* const moment = std::get_if<Timestamp>(&value)) {
    value = Date(std::chrono::floor<std::chrono::days>(*moment));
  } else {
    receive_text(value, [](const std::string& text) { return parse_date(text.substr(0, 10)); });
  }
}

}  // namespace

void receive(const Output& output, Value& value) {
  if (is_null(value)) return;
  if (output.field != nullptr && output.field->type == model::FieldType::array)
    return receive_array(value, *output.field);
  switch (output.kind) {
    case Kind::boolean:
      return receive_boolean(value);
    case Kind::integer:
      return receive_integer(value);
    case Kind::real:
      return receive_real(value);
    case Kind::decimal:
      return receive_decimal(value, output.field);
    case Kind::date:
      return receive_date(value);
    case Kind::time:
      return receive_text(value, parse_time);
    case Kind::date_time:
      return receive_text(value, parse_timestamp);
    case Kind::uuid:
      return receive_text(value, parse_uuid);
    case Kind::json:
      return receive_text(value, [](const std::string& text) { return Json{text}; });
    case Kind::text:
    case Kind::binary:
    case Kind::any:
      return;
  }
}

Value received(const Output& output, Value value) {
  receive(output, value);
  return value;
}

}  // namespace covet::query
