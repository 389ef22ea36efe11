#include "core/validate/held.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "core/validate/convert_types.h"

namespace covet::validate {
namespace {

using model::Field;
using enum model::FieldType;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool within_bits(const Field& field, std::int64_t number) {
  const int bits = bits_of(field);
  if (field.is_unsigned) {
    return number >= 0 &&
           std::cmp_less_equal(number, std::numeric_limits<std::uint64_t>::max() >> (64 - bits));
  }
  const std::int64_t most = std::numeric_limits<std::int64_t>::max() >> (64 - bits);
  return number >= -most - 1 && number <= most;
}

/// Written as digits_with writes a number that isn't 0: "-12.50", "0.05".
bool is_canonical(const Field& field, std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = text.substr(std::min(point + 1, text.size()));
  const std::int64_t places = field.decimal_places.value_or(0);
  const std::int64_t before = field.max_digits.value_or(places) - places;
  const bool zero = whole == "0";
  if (whole.empty() || (whole.front() == '0' && !zero)) return false;
  if (!std::cmp_equal(rest.size(), places) || (places == 0) != (point == text.size())) return false;
  if (!std::ranges::all_of(whole, is_digit) || !std::ranges::all_of(rest, is_digit)) return false;
  if (!zero && std::cmp_greater(whole.size(), before)) return false;
  if (!negative) return true;
  return !field.is_unsigned && !(zero && rest.find_first_not_of('0') == std::string_view::npos);
}

bool in_whole_microseconds(const Field& field) {
  return field.precision.value_or(6) == 6;
}

}  // namespace

const Field* key_behind(const model::ModelSet& models, const Field& relation) {
  // A key may be a relation itself; models that people make by hand may go in a circle.
  constexpr int deepest = 16;
  const Field* field = &relation;
  for (int depth = 0; depth < deepest && field != nullptr; ++depth) {
    if (!model::is_relation(field->type)) return field;
    const model::Model* const target = models.find(field->to);
    if (target == nullptr) return nullptr;
    const std::vector<std::string> key = target->key_fields();
    if (field->to_field.empty() && key.size() != 1) return nullptr;
    field = target->find(field->to_field.empty() ? key.front() : field->to_field);
  }
  return nullptr;
}

bool holds_already(const Field& field, const Value& value) {
  if (const auto* const number = std::get_if<std::int64_t>(&value)) {
    const bool whole =
        field.type == integer || field.type == big_integer || field.type == small_integer;
    return whole && within_bits(field, *number);
  }
  if (const auto* const string = std::get_if<std::string>(&value)) {
    const bool texts = field.type == char_ || field.type == model::FieldType::text ||
                       field.type == email || field.type == url;
    return texts && !why_not_held(field, *string);
  }
  if (const auto* const digits = std::get_if<Decimal>(&value))
    return field.type == decimal && is_canonical(field, digits->text);
  if (const auto* const moment = std::get_if<Timestamp>(&value))
    return field.type == date_time && in_whole_microseconds(field) && is_in_calendar(*moment);
  if (const auto* const number = std::get_if<double>(&value))
    return field.type == float_ && std::isfinite(*number) && !field.precision && !field.is_unsigned;
  return (field.type == boolean && std::holds_alternative<bool>(value)) ||
         (field.type == uuid && std::holds_alternative<Uuid>(value));
}

}  // namespace covet::validate
