#include "core/query/receive.h"

#include <charconv>
#include <cmath>
#include <optional>

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

Value to_boolean(Value value) {
  if (const auto* const number = std::get_if<std::int64_t>(&value)) return *number != 0;
  if (const auto* const number = std::get_if<std::uint64_t>(&value)) return *number != 0;
  return value;
}

Value to_integer(Value value) {
  const auto digits = digits_of(value);
  if (!digits) return value;
  std::string whole = *digits;
  if (const std::size_t point = whole.find('.'); point != std::string::npos) {
    if (whole.find_first_not_of('0', point + 1) != std::string::npos) return value;
    whole.resize(point);
  }
  if (const auto number = number_in<std::int64_t>(whole)) return *number;
  return value;
}

Value to_real(Value value) {
  const auto digits = digits_of(value);
  if (!digits) return value;
  if (const auto number = number_in<double>(*digits)) return *number;
  return value;
}

/// With as many places as its field has; without trailing noughts where that is unknown.
Value to_decimal(Value value, const model::Field* field) {
  auto digits = digits_of(value);
  // SQLite keeps decimals as doubles: 15 digits are sure.
  if (const auto* const number = std::get_if<double>(&value); number != nullptr && digits) {
    *digits = fmt::format("{:.15g}", *number);
    if (digits->find('e') != std::string::npos && std::abs(*number) >= 1)
      *digits = fmt::format("{:.0f}", *number);
  }
  if (!digits || digits->find_first_of("eEnN") != std::string::npos) return value;
  const std::size_t point = digits->find('.');
  if (field != nullptr && field->decimal_places) {
    const auto places = static_cast<std::size_t>(*field->decimal_places);
    const std::size_t now = point == std::string::npos ? 0 : digits->size() - point - 1;
    if (places > 0 && point == std::string::npos) *digits += '.';
    if (now < places) digits->append(places - now, '0');
  } else if (point != std::string::npos) {
    digits->erase(digits->find_last_not_of('0') + 1);
    if (digits->ends_with('.')) digits->pop_back();
  }
  return Decimal{*digits};
}

/// Where an engine has arrays, they come in its own spelling; elsewhere as JSON.
Value to_array(Value value, const model::Field& field) {
  const auto* const text = std::get_if<std::string>(&value);
  if (text == nullptr) return value;
  if (text->starts_with('{') && field.items) {
    if (auto json = array_json(*text, *field.items)) return Json{std::move(*json)};
  }
  return Json{*text};
}

template <class Parse>
Value parsed(Value value, Parse parse) {
  const auto* const text = std::get_if<std::string>(&value);
  if (text == nullptr) return value;
  try {
    return parse(*text);
  } catch (const Error&) {
    return value;
  }
}

}  // namespace

Value received(const Output& output, Value value) {
  if (is_null(value)) return value;
  if (output.field != nullptr && output.field->type == model::FieldType::array)
    return to_array(std::move(value), *output.field);
  switch (output.kind) {
    case Kind::boolean:
      return to_boolean(std::move(value));
    case Kind::integer:
      return std::holds_alternative<std::int64_t>(value) ? value : to_integer(std::move(value));
    case Kind::real:
      return std::holds_alternative<double>(value) ? value : to_real(std::move(value));
    case Kind::decimal:
      return to_decimal(std::move(value), output.field);
    case Kind::date:
      if (const auto* const moment = std::get_if<Timestamp>(&value))
        return Date(std::chrono::floor<std::chrono::days>(*moment));
      return parsed(std::move(value),
                    [](const std::string& t) { return Value(parse_date(t.substr(0, 10))); });
    case Kind::time:
      return parsed(std::move(value), [](const std::string& t) { return Value(parse_time(t)); });
    case Kind::date_time:
      return parsed(std::move(value),
                    [](const std::string& t) { return Value(parse_timestamp(t)); });
    case Kind::uuid:
      return parsed(std::move(value), [](const std::string& t) { return Value(parse_uuid(t)); });
    case Kind::json:
      return parsed(std::move(value), [](const std::string& t) { return Value(Json{t}); });
    case Kind::text:
    case Kind::binary:
    case Kind::any:
      break;
  }
  return value;
}

}  // namespace covet::query
