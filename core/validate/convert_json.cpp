#include <cmath>

#include <fmt/core.h>

#include "core/base/decimal.h"
#include "core/base/strings.h"
#include "core/validate/convert_types.h"
#include "core/validate/json_text.h"

namespace covet::validate {

namespace {

/// A value that a text of JSON gives, or one that isn't text at all.
Conversion checked(std::string text) {
  if (auto why = why_no_json(text)) return Refusal{*why};
  return Json{std::move(text)};
}

}  // namespace

Conversion to_json(const Value& value) {
  if (const auto* const json = std::get_if<Json>(&value)) return checked(json->text);
  if (const auto* const text = std::get_if<std::string>(&value)) {
    Conversion made = checked(*text);
    if (auto* const refusal = std::get_if<Refusal>(&made))
      refusal->help = "text is taken for JSON: a string in it has quotes";
    return made;
  }
  if (const auto* const number = std::get_if<Decimal>(&value)) {
    const auto parts = parts_of(number->text);
    if (!parts) return Refusal{"it wants JSON"};
    return checked(digits_with(*parts, 0));
  }
  const auto* const real = std::get_if<double>(&value);
  const bool finite = real == nullptr || std::isfinite(*real);
  if (!finite || std::holds_alternative<Bytes>(value)) return Refusal{"it wants JSON"};
  return Json{json_text(value)};
}

Conversion to_array(const model::ModelSet& models, const model::Field& field, const Value& value) {
  std::string text;
  if (const auto* const json = std::get_if<Json>(&value)) text = json->text;
  if (const auto* const given = std::get_if<std::string>(&value)) text = *given;
  const Refusal refusal{"it wants a list", "as JSON: [1, 2]"};
  if (text.empty() || why_no_json(text)) return refusal;
  const auto items = json_items(text);
  if (!items) return refusal;
  std::vector<std::string> made;
  for (const std::string_view item : *items) {
    if (!field.items) {
      made.emplace_back(item);
      continue;
    }
    const bool raw = field.items->type == model::FieldType::json;
    Value given = raw && item != "null" ? Value(Json{std::string(item)}) : json_value(item);
    Conversion one = try_convert(models, *field.items, given);
    if (const auto* const why = std::get_if<Refusal>(&one)) {
      return Refusal{
          fmt::format("item {} can't be {}: {}", made.size() + 1, shortened(given), why->message),
          why->help};
    }
    made.push_back(json_text(std::get<Value>(one)));
  }
  return Json{fmt::format("[{}]", join(made, ", "))};
}

}  // namespace covet::validate
