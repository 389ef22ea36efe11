#include "core/typed/values.h"

#include <charconv>

#include <fmt/core.h>

#include "core/base/decimal.h"
#include "core/base/error.h"
#include "core/validate/bytes_text.h"
#include "core/validate/convert.h"
#include "core/validate/json_text.h"

namespace covet::typed {
namespace {

template <class T>
const T* exactly(const Value& value) {
  return std::get_if<T>(&value);
}

template <class T>
void read_as(const Value& value, T& target, const Origin& origin, std::string_view wanted) {
  const T* const found = exactly<T>(value);
  if (found == nullptr) refuse(value, origin, wanted);
  target = *found;
}

/// Texts are what arrays hold of everything that JSON has no type for.
template <class T, class Parse>
void read_or_parse(const Value& value, T& target, const Origin& origin, std::string_view wanted,
                   Parse parse) {
  const auto* const text = exactly<std::string>(value);
  if (text == nullptr) return read_as(value, target, origin, wanted);
  try {
    target = parse(*text);
  } catch (const Error&) {
    refuse(value, origin, wanted);
  }
}

}  // namespace

void refuse(const Value& value, const Origin& origin, std::string_view wanted) {
  const std::string held = is_null(value) ? std::string("NULL") : validate::shortened(value);
  throw Error(Errc::usage,
              fmt::format("`{}` of `{}` holds {}, where the program expects {}", origin.field,
                          origin.model, held, wanted),
              "the database or the models changed since the headers were written: look at "
              "`covet diff`, and run `covet codegen` again");
}

void out_of_bounds(const std::string& number, bool field_is_unsigned) {
  const bool negative = number.starts_with('-');
  if (negative && field_is_unsigned) {
    throw Error(Errc::usage, number + " is negative, and its field is unsigned",
                "a field without `unsigned` holds negative numbers");
  }
  throw Error(Errc::usage,
              fmt::format("{} is too {} for its field", number, negative ? "small" : "large"),
              "a field of type BigInteger holds more");
}

Json list_of(const std::vector<Value>& items) {
  std::string text = "[";
  for (const Value& item : items) {
    if (text.size() > 1) text += ", ";
    text += validate::json_text(item);
  }
  return Json{text + "]"};
}

std::vector<Value> items_in(const Value& value, const Origin& origin) {
  const auto* const json = exactly<Json>(value);
  const auto* const text = exactly<std::string>(value);
  if (json == nullptr && text == nullptr) refuse(value, origin, "an array");
  const std::string_view document = json != nullptr ? json->text : *text;
  if (validate::why_no_json(document)) refuse(value, origin, "an array");
  const auto parts = validate::json_items(document);
  if (!parts) refuse(value, origin, "an array");
  std::vector<Value> items;
  for (const std::string_view part : *parts)
    items.push_back(validate::json_value(part));
  return items;
}

std::int64_t integer_in(const Value& value, const Origin& origin) {
  try {
    return as_int(value);
  } catch (const Error&) {
    refuse(value, origin, "a whole number");
  }
}

std::uint64_t unsigned_in(const Value& value, const Origin& origin) {
  if (const auto* const number = exactly<std::uint64_t>(value)) return *number;
  if (exactly<Decimal>(value) != nullptr || exactly<std::string>(value) != nullptr) {
    const std::string text = covet::to_text(value);
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size())
      refuse(value, origin, "a whole number of no sign");
    return number;
  }
  const std::int64_t number = integer_in(value, origin);
  if (number < 0) refuse(value, origin, "no negative number");
  return static_cast<std::uint64_t>(number);
}

void read(const Value& value, bool& target, const Origin& origin) {
  try {
    target = as_bool(value);
  } catch (const Error&) {
    refuse(value, origin, "true or false");
  }
}

void read(const Value& value, double& target, const Origin& origin) {
  try {
    target = as_double(value);
  } catch (const Error&) {
    refuse(value, origin, "a number");
  }
}

void read(const Value& value, Decimal& target, const Origin& origin) {
  if (exactly<std::int64_t>(value) != nullptr || exactly<std::uint64_t>(value) != nullptr ||
      exactly<std::string>(value) != nullptr || exactly<double>(value) != nullptr) {
    std::string text = covet::to_text(value);
    if (!parts_of(text)) refuse(value, origin, "a decimal number");
    target = Decimal{std::move(text)};
  } else {
    read_as(value, target, origin, "a decimal number");
  }
}

void read(const Value& value, std::string& target, const Origin& origin) {
  read_as(value, target, origin, "a text");
}

void read(const Value& value, Bytes& target, const Origin& origin) {
  if (const auto* const text = exactly<std::string>(value)) {
    const auto bytes = validate::bytes_from(*text);
    if (!bytes) refuse(value, origin, "bytes");
    target = *bytes;
    return;
  }
  read_as(value, target, origin, "bytes");
}

void read(const Value& value, Date& target, const Origin& origin) {
  read_or_parse(value, target, origin, "a date",
                [](const std::string& text) { return parse_date(text); });
}

void read(const Value& value, TimeOfDay& target, const Origin& origin) {
  read_or_parse(value, target, origin, "a time of day",
                [](const std::string& text) { return parse_time(text); });
}

void read(const Value& value, Timestamp& target, const Origin& origin) {
  read_or_parse(value, target, origin, "a moment",
                [](const std::string& text) { return parse_timestamp(text); });
}

void read(const Value& value, Uuid& target, const Origin& origin) {
  read_or_parse(value, target, origin, "a UUID",
                [](const std::string& text) { return parse_uuid(text); });
}

void read(const Value& value, Json& target, const Origin& origin) {
  const auto* const text = exactly<std::string>(value);
  if (text == nullptr) return read_as(value, target, origin, "a JSON document");
  if (validate::why_no_json(*text)) refuse(value, origin, "a JSON document");
  target = Json{*text};
}

void read(const Value& value, Value& target, const Origin& /*origin*/) {
  target = value;
}

}  // namespace covet::typed
