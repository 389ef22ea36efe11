#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"
#include "core/model/find_model.h"
#include "core/model/model_check.h"

namespace covet::model {

namespace {

using enum FieldType;

std::string why_no_integer(const Field& field, const Value& value) {
  const auto* const number = std::get_if<std::int64_t>(&value);
  if (number == nullptr) return "it wants a whole number";
  int bits = field.type == big_integer ? 64 : field.type == small_integer ? 16 : 32;
  if (field.size == "tiny") bits = 8;
  if (field.size == "small") bits = 16;
  if (field.size == "medium") bits = 24;
  if (field.is_unsigned && *number < 0) return "it is unsigned";
  if (bits == 64) return {};
  const std::int64_t span = std::int64_t{1} << bits;
  const std::int64_t least = field.is_unsigned ? 0 : -span / 2;
  const std::int64_t most = field.is_unsigned ? span - 1 : span / 2 - 1;
  if (*number >= least && *number <= most) return {};
  return fmt::format("it holds {} to {}", least, most);
}

std::string why_no_decimal(const Field& field, const Value& value) {
  std::string digits;
  if (const auto* const text = std::get_if<std::string>(&value)) digits = *text;
  if (const auto* const number = std::get_if<Decimal>(&value)) digits = number->text;
  if (const auto* const whole = std::get_if<std::int64_t>(&value)) digits = std::to_string(*whole);
  if (digits.starts_with('-') || digits.starts_with('+')) digits.erase(0, 1);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::string before = digits.substr(0, point);
  const std::string behind = point < digits.size() ? digits.substr(point + 1) : std::string();
  if ((before + behind).empty() ||
      (before + behind).find_first_not_of("0123456789") != std::string::npos) {
    return "it wants a number in digits";
  }
  const std::int64_t places = field.decimal_places.value_or(0);
  if (std::cmp_greater(behind.size(), places))
    return fmt::format("it has {} decimal places", places);
  const std::size_t zeros = std::min(before.find_first_not_of('0'), before.size());
  const std::int64_t room = field.max_digits.value_or(0) - places;
  if (std::cmp_greater(before.size() - zeros, room)) {
    return fmt::format("it has {} digits, {} of them behind the point",
                       field.max_digits.value_or(0), places);
  }
  return {};
}

std::string why_no_text(const Field& field, const Value& value) {
  const auto* const text = std::get_if<std::string>(&value);
  if (text == nullptr) return "it wants a string";
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  if (field.type == email) most = 254;
  if (field.type == url) most = 2048;
  most = field.max_length.value_or(most);
  if (field.type != binary && std::cmp_greater(code_points(*text), most))
    return fmt::format("it is {} characters long at most", most);
  return {};
}

/// `read` is one of parse_date, parse_time, parse_timestamp, parse_uuid.
template <class Wanted, class Read>
std::string why_not_read(const Value& value, Read read, std::string_view wanted) {
  if (std::holds_alternative<Wanted>(value)) return {};
  if (const auto* const text = std::get_if<std::string>(&value)) {
    try {
      read(*text);
      return {};
    } catch (const Error&) {
      // Said below, as for a value of another kind.
    }
  }
  return fmt::format("it wants {}", wanted);
}

std::string why_not_by_type(const Field& field, const Value& value) {
  switch (field.type) {
    case char_:
    case text:
    case email:
    case url:
    case binary:
      return why_no_text(field, value);
    case integer:
    case big_integer:
    case small_integer:
      return why_no_integer(field, value);
    case decimal:
      return why_no_decimal(field, value);
    case float_:
      return std::holds_alternative<double>(value) || std::holds_alternative<std::int64_t>(value)
                 ? ""
                 : "it wants a number";
    case boolean:
      return std::holds_alternative<bool>(value) ? "" : "it wants true or false";
    case date_time:
      return why_not_read<Timestamp>(
          value, [](const std::string& text) { parse_timestamp(text); },
          "a date and time, like 2026-11-20T09:30:00Z");
    case date:
      return why_not_read<Date>(
          value, [](const std::string& text) { parse_date(text); }, "a date, like 2026-11-20");
    case time:
      return why_not_read<TimeOfDay>(
          value, [](const std::string& text) { parse_time(text); }, "a time, like 09:30:00");
    case uuid:
      return why_not_read<Uuid>(
          value, [](const std::string& text) { parse_uuid(text); }, "a UUID");
    case array: {
      const auto* const list = std::get_if<Json>(&value);
      return list != nullptr && list->text.starts_with('[') ? "" : "it wants a list";
    }
    case enum_:
      return std::holds_alternative<std::string>(value) ? "" : "it wants one of its choices";
    case json:
    case foreign_key:
    case one_to_one:
    case many_to_many:
    case native:
      return {};
  }
  return {};
}

std::string why_no_choice(const ModelSet& set, const Field& field, const Value& value) {
  const std::vector<Choice>& choices = choices_of(set, field);
  if (choices.empty()) return {};
  const std::string text = to_text(value);
  if (std::ranges::find(choices, text, &Choice::value) != choices.end()) return {};
  std::vector<std::string> words;
  for (const Choice& choice : choices)
    words.push_back(fmt::format("\"{}\"", choice.value));
  return "its choices are " + join(words, ", ");
}

}  // namespace

std::string why_no_default(const ModelSet& set, const Field& field) {
  const auto* const value = std::get_if<Value>(&field.default_value);
  if (value == nullptr || !field.db_type.empty()) return {};
  std::string why = why_not_by_type(field, *value);
  return why.empty() ? why_no_choice(set, field, *value) : why;
}

}  // namespace covet::model
