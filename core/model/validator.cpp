#include "core/model/validator.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/core.h>

#include "core/base/decimal.h"
#include "core/base/strings.h"
#include "core/model/toml_text.h"

namespace covet::model {

namespace {

using enum ValidatorForm;

constexpr std::array table = {
    ValidatorInfo{"email", plain, "\"email\"", "an e-mail address"},
    ValidatorInfo{"url", plain, "\"url\"", "a web address, with http, https, ftp or ftps"},
    ValidatorInfo{"ip", plain, "\"ip\"", "an IPv4 or IPv6 address"},
    ValidatorInfo{"ipv4", plain, "\"ipv4\"", "an IPv4 address: four numbers"},
    ValidatorInfo{"ipv6", plain, "\"ipv6\"", "an IPv6 address"},
    ValidatorInfo{"slug", plain, "\"slug\"", "ASCII letters, digits, - and _"},
    ValidatorInfo{"not_blank", plain, "\"not_blank\"", "something other than white space"},
    ValidatorInfo{"regex", regex, "{ regex = \"^[a-z]+$\", message = \"…\" }",
                  "a pattern of RE2 that is found in it"},
    ValidatorInfo{"range", two, "{ range = [1, 10] }", "between two values, both allowed"},
    ValidatorInfo{"min", one, "{ min = 0 }", "that or more"},
    ValidatorInfo{"max", one, "{ max = 9 }", "that or less"},
    ValidatorInfo{"length", counts, "{ length = [1, 80] }",
                  "how many characters, bytes of Binary, or items of an Array"},
    ValidatorInfo{"one_of", list, "{ one_of = [\"a\", \"b\"] }", "one of these"},
    ValidatorInfo{"own", name, "{ own = \"isbn\" }", "what the program registers by this name"},
};

bool is_textual(FieldType type) {
  return type == FieldType::char_ || type == FieldType::text || type == FieldType::email ||
         type == FieldType::url || type == FieldType::enum_ || type == FieldType::native;
}

bool is_ordered(FieldType type) {
  switch (type) {
    case FieldType::integer:
    case FieldType::big_integer:
    case FieldType::small_integer:
    case FieldType::float_:
    case FieldType::decimal:
    case FieldType::date_time:
    case FieldType::date:
    case FieldType::time:
    case FieldType::native:
      return true;
    case FieldType::char_:
    case FieldType::text:
    case FieldType::boolean:
    case FieldType::json:
    case FieldType::uuid:
    case FieldType::email:
    case FieldType::url:
    case FieldType::binary:
    case FieldType::array:
    case FieldType::enum_:
    case FieldType::foreign_key:
    case FieldType::one_to_one:
    case FieldType::many_to_many:
      break;
  }
  return false;
}

std::optional<DecimalParts> number_of(const Value& value) {
  if (const auto* const real = std::get_if<double>(&value)) {
    if (!std::isfinite(*real)) return std::nullopt;
    return parts_of(to_text(value));
  }
  const bool number = std::holds_alternative<std::int64_t>(value) ||
                      std::holds_alternative<std::uint64_t>(value) ||
                      std::holds_alternative<Decimal>(value);
  return number ? parts_of(to_text(value)) : std::nullopt;
}

template <class Thing>
std::optional<int> compare_as(const Value& a, const Value& b) {
  const auto* const left = std::get_if<Thing>(&a);
  const auto* const right = std::get_if<Thing>(&b);
  if (left == nullptr || right == nullptr) return std::nullopt;
  return *left < *right ? -1 : *left == *right ? 0 : 1;
}

/// A decimal is a number in TOML only without quotes.
std::string parameter_text(const Value& value) {
  const auto* const decimal = std::get_if<Decimal>(&value);
  return decimal != nullptr ? decimal->text : toml_value(value);
}

std::string parameters_text(const ValidatorDef& validator, ValidatorForm form) {
  if (form == plain) return "true";
  if (validator.pattern) return toml_string(validator.pattern->text());
  std::vector<std::string> texts;
  for (const Value& value : validator.parameters)
    texts.push_back(parameter_text(value));
  const bool single = form == one || form == name;
  return single ? join(texts, ", ") : fmt::format("[{}]", join(texts, ", "));
}

}  // namespace

std::span<const ValidatorInfo> validators() {
  return table;
}

const ValidatorInfo* find_validator(std::string_view name) {
  const auto* const row = std::ranges::find(table, name, &ValidatorInfo::name);
  return row == table.end() ? nullptr : row;
}

bool fits(const ValidatorInfo& validator, FieldType type) {
  if (type == FieldType::many_to_many) return false;
  switch (validator.form) {
    case plain:
    case regex:
      return is_textual(type);
    case one:
    case two:
      return is_ordered(type);
    case counts:
      return is_textual(type) || type == FieldType::binary || type == FieldType::array;
    case list:
      return type != FieldType::binary && type != FieldType::array && type != FieldType::json;
    case name:
      break;
  }
  return true;
}

std::optional<int> compare_values(const Value& a, const Value& b) {
  const auto left = number_of(a);
  const auto right = number_of(b);
  if (left && right) return compare(*left, *right);
  if (const auto order = compare_as<Date>(a, b)) return order;
  if (const auto order = compare_as<TimeOfDay>(a, b)) return order;
  return compare_as<Timestamp>(a, b);
}

std::string print_validator(const ValidatorDef& validator) {
  const ValidatorInfo* const row = find_validator(validator.name);
  const ValidatorForm form = row == nullptr ? plain : row->form;
  if (form == plain && validator.message.empty()) return toml_string(validator.name);
  TomlOptions options;
  options.add(toml_key(validator.name), parameters_text(validator, form));
  options.add_text("message", validator.message);
  return options.inline_table();
}

}  // namespace covet::model
