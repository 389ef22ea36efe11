#include <array>

#include <fmt/core.h>

#include "adapters/mysql/dialect.h"
#include "adapters/mysql/faults.h"
#include "adapters/mysql/lower.h"
#include "adapters/mysql/type_text.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

using model::Field;
using model::FieldType;

constexpr std::int64_t longest_varchar = 16383;  // of utf8mb4
constexpr std::int64_t usual_length = 255;

std::string char_type(const Field& field, std::int64_t usual) {
  const std::int64_t length = field.max_length.value_or(usual);
  if (field.fixed) {
    if (length > 255) {
      throw model_fault(field.where, "CV120", "a fixed Char holds 255 characters at most on MySQL",
                        "leave `fixed` out");
    }
    return fmt::format("char({})", length);
  }
  if (length > longest_varchar) {
    throw model_fault(field.where, "CV120",
                      fmt::format("max_length = {} is more than a varchar holds on MySQL", length),
                      "use type = \"Text\"");
  }
  return fmt::format("varchar({})", length);
}

/// tinytext, text, mediumtext, longtext, and so with blob.
std::string sized(const Field& field, std::string_view base) {
  if (field.size == "tiny" || field.size == "medium") return fmt::format("{}{}", field.size, base);
  if (field.size.empty() || field.size == "long") return fmt::format("long{}", base);
  if (field.size == "regular" || field.size == "small") return std::string(base);
  throw model_fault(field.where, "CV121",
                    fmt::format("there is no {} of size \"{}\" on MySQL", base, field.size),
                    "size is tiny, regular, medium or long");
}

std::string integer_type(const Field& field, std::string_view base) {
  std::string name(base);
  if (field.size == "tiny" || field.size == "medium" || field.size == "small") {
    name = field.size + "int";
  }
  return field.is_unsigned ? name + " unsigned" : name;
}

std::string timed(std::string_view base, const Field& field) {
  const int digits = field.precision.value_or(6);
  return digits == 0 ? std::string(base) : fmt::format("{}({})", base, digits);
}

std::string binary_type(const Field& field) {
  if (!field.max_length) return sized(field, "blob");
  return fmt::format("{}({})", field.fixed ? "binary" : "varbinary", *field.max_length);
}

std::string enum_type(const Field& field, const model::ModelSet& models) {
  const std::vector<model::Choice>* choices = &field.choices;
  if (!field.enum_name.empty()) {
    if (const model::EnumDef* named = models.find_enum(field.enum_name)) choices = &named->values;
  }
  if (choices->empty()) {
    throw model_fault(
        field.where, "CV119",
        fmt::format("`{}` is of the enum `{}`, which has no values", field.name, field.enum_name),
        "name one value at least");
  }
  std::vector<std::string> values;
  for (const model::Choice& choice : *choices)
    values.push_back(quoted_text(choice.value));
  return "enum(" + join(values, ",") + ")";
}

std::string plain_type(const Field& field, const model::ModelSet& models, const Flavor& flavor) {
  const std::string sign = field.is_unsigned ? " unsigned" : "";
  switch (field.type) {
    case FieldType::char_:
      return char_type(field, usual_length);
    case FieldType::email:
      return char_type(field, 254);
    case FieldType::url:
      return char_type(field, 2048);
    case FieldType::text:
      return sized(field, "text");
    case FieldType::integer:
      return integer_type(field, "int");
    case FieldType::big_integer:
      return integer_type(field, "bigint");
    case FieldType::small_integer:
      return integer_type(field, "smallint");
    case FieldType::float_:
      return (field.precision.value_or(53) <= 24 ? "float" : "double") + sign;
    case FieldType::decimal:
      return fmt::format("decimal({},{})", field.max_digits.value_or(10),
                         field.decimal_places.value_or(0)) +
             sign;
    case FieldType::boolean:
      return "tinyint(1)";
    case FieldType::date_time:
      return timed(field.time_zone.value_or(false) ? "timestamp" : "datetime", field);
    case FieldType::date:
      return "date";
    case FieldType::time:
      return timed("time", field);
    case FieldType::json:
    case FieldType::array:
      return "json";
    case FieldType::uuid:
      return flavor.uuid_type() ? "uuid" : "char(36)";
    case FieldType::binary:
      return binary_type(field);
    case FieldType::enum_:
      return enum_type(field, models);
    case FieldType::native:
    case FieldType::foreign_key:
    case FieldType::one_to_one:
    case FieldType::many_to_many:
      break;
  }
  throw model_fault(field.where, "CV122",
                    fmt::format("the field {} has no SQL type for MySQL", field.name),
                    "give one: sql = { mysql = \"…\" }");
}

}  // namespace

std::string column_type(const Field& field, const model::ModelSet& models, const Flavor& flavor,
                        std::span<const std::string_view> keys) {
  if (const auto type = field.db_type.pick(keys)) return canonical_type(*type, flavor);
  if (field.type == FieldType::native) {
    if (const auto type = field.native_sql.pick(keys)) return canonical_type(*type, flavor);
  }
  return canonical_type(plain_type(field, models, flavor), flavor);
}

}  // namespace covet::mysql
