#include "core/validate/convert.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/validate/convert_types.h"
#include "core/validate/held.h"
#include "core/validate/json_text.h"

namespace covet::validate {

namespace {

using model::Field;
using enum model::FieldType;

Conversion by_type(const model::ModelSet& models, const Field& field, const Value& value) {
  switch (field.type) {
    case integer:
    case big_integer:
    case small_integer:
      return to_integer(field, value);
    case float_:
      return to_float(field, value);
    case decimal:
      return to_decimal(field, value);
    case boolean:
      return to_boolean(value);
    case char_:
    case text:
    case email:
    case url:
      return to_text_field(field, value);
    case enum_:
      return to_enum(models, field, value);
    case date_time:
      return to_date_time(field, value);
    case date:
      return to_date(value);
    case time:
      return to_time(field, value);
    case json:
      return to_json(value);
    case uuid:
      return to_uuid(value);
    case binary:
      return to_binary(field, value);
    case array:
      return to_array(models, field, value);
    case foreign_key:
    case one_to_one: {
      const Field* const key = key_behind(models, field);
      return key == nullptr ? to_native(value) : by_type(models, *key, value);
    }
    case many_to_many:
      return Refusal{"it has no column: its rows stand in a junction table"};
    case native:
      return to_native(value);
  }
  return value;
}

std::optional<Refusal> why_no_choice(const model::ModelSet& models, const Field& field,
                                     const Value& value) {
  if (field.choices.empty() || field.type == enum_) return std::nullopt;
  std::vector<std::string> words;
  for (const model::Choice& choice : field.choices) {
    const Conversion made = by_type(models, field, Value(choice.value));
    const auto* const converted = std::get_if<Value>(&made);
    if (converted != nullptr && *converted == value) return std::nullopt;
    words.push_back(choice.value);
  }
  return Refusal{"it is one of " + join(words, ", ")};
}

}  // namespace

Conversion try_convert(const model::ModelSet& models, const Field& field, const Value& value) {
  if (is_null(value)) {
    if (field.nullable && !field.primary_key) return value;
    return Refusal{field.primary_key ? "a key is never NULL" : "it wants a value"};
  }
  Conversion made = by_type(models, field, value);
  if (const auto* const converted = std::get_if<Value>(&made)) {
    if (auto why = why_no_choice(models, field, *converted)) return *why;
  }
  return made;
}

Value convert(const model::ModelSet& models, const Field& field, const Value& value) {
  Conversion made = try_convert(models, field, value);
  if (auto* const converted = std::get_if<Value>(&made)) return std::move(*converted);
  const Refusal& why = std::get<Refusal>(made);
  throw Error(Errc::usage,
              fmt::format("`{}` can't be {}: {}", field.name, shortened(value), why.message),
              why.help);
}

Value default_of(const model::ModelSet& models, const Field& field) {
  const auto* const value = std::get_if<Value>(&field.default_value);
  if (value == nullptr) return Null{};
  Value given = *value;
  if (const auto* const text = std::get_if<std::string>(value)) {
    if (field.type == json) given = Json{json_text(*value)};
    if (field.type == binary) {
      Bytes bytes(text->size());
      std::ranges::transform(*text, bytes.begin(),
                             [](char c) { return static_cast<std::byte>(c); });
      given = std::move(bytes);
    }
  }
  const Conversion made = try_convert(models, field, given);
  const auto* const converted = std::get_if<Value>(&made);
  // With db_type the column may hold what the field's type does not; the database fills it in.
  return converted == nullptr ? Value(Null{}) : *converted;
}

std::string shortened(const Value& value) {
  constexpr std::size_t most = 60;
  std::string text = to_text(value);
  const bool quoted = std::holds_alternative<std::string>(value);
  if (!is_valid_utf8(text))
    text = to_text(Value(Bytes(reinterpret_cast<const std::byte*>(text.data()),
                               reinterpret_cast<const std::byte*>(text.data()) + text.size())));
  const auto blank = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; };
  std::ranges::replace_if(text, blank, ' ');
  std::size_t end = 0;
  for (std::size_t count = 0; end < text.size() && count < most; ++count) {
    ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
      ++end;
  }
  const bool cut = end < text.size();
  text.resize(end);
  if (cut) text += "…";
  return quoted ? fmt::format("\"{}\"", text) : text;
}

}  // namespace covet::validate
