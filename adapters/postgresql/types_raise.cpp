#include <charconv>
#include <memory>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/type_text.h"
#include "adapters/postgresql/types.h"
#include "core/base/strings.h"

namespace covet::postgresql {
namespace {

using model::Field;
using model::FieldType;

std::optional<std::int64_t> number_in(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

bool raise_enum(const TypeText& type, const schema::Column& column, const schema::Table& table,
                const schema::Schema& schema, Field& field) {
  for (const schema::EnumType& known : schema.enums) {
    if (spell_name(known.name) != type.base) continue;
    field.type = FieldType::enum_;
    const bool own = known.name.name == table.name.name + "_" + column.name &&
                     known.name.schema == table.name.schema && known.comment.empty() &&
                     !known.values.empty();
    if (own) {
      for (const std::string& value : known.values)
        field.choices.push_back({.value = value});
    } else {
      field.enum_name = known.name.display();
    }
    return true;
  }
  return false;
}

bool raise_sized(const TypeText& type, Field& field) {
  const std::optional<std::int64_t> size = number_in(type.modifiers);
  if (type.base == "character varying" || type.base == "character") {
    field.type = FieldType::char_;
    field.fixed = type.base == "character";
    field.max_length = size;
    return size.has_value();
  }
  if (type.base == "numeric") {
    const std::vector<std::string> parts = split(type.modifiers, ',');
    if (parts.size() != 2) return false;
    field.type = FieldType::decimal;
    field.max_digits = number_in(parts[0]);
    field.decimal_places = number_in(parts[1]);
    return field.max_digits && field.decimal_places.value_or(-1) >= 0 &&
           *field.decimal_places <= *field.max_digits;
  }
  const bool zone = type.base.ends_with(" with time zone");
  if (type.base.starts_with("timestamp ")) {
    field.type = FieldType::date_time;
    if (!zone) field.time_zone = false;
  } else if (type.base.starts_with("time ")) {
    field.type = FieldType::time;
    if (zone) field.time_zone = true;
  } else {
    return false;
  }
  if (size) field.precision = static_cast<int>(*size);
  return true;
}

struct Plain {
  std::string_view type;
  FieldType field;
};
constexpr Plain plain_types[] = {
    {"text", FieldType::text},
    {"integer", FieldType::integer},
    {"bigint", FieldType::big_integer},
    {"smallint", FieldType::small_integer},
    {"double precision", FieldType::float_},
    {"real", FieldType::float_},
    {"boolean", FieldType::boolean},
    {"date", FieldType::date},
    {"jsonb", FieldType::json},
    {"uuid", FieldType::uuid},
    {"bytea", FieldType::binary},
};

bool raise_type(const TypeText& type, const schema::Column& column, const schema::Table& table,
                const schema::Schema& schema, Field& field) {
  if (type.array) {
    Field items;
    TypeText element = type;
    element.array = false;
    schema::Column unnamed = column;
    unnamed.name.clear();
    if (!raise_type(element, unnamed, table, schema, items)) {
      items = Field{};
      items.type = FieldType::native;
      items.native_sql.by_engine["postgresql"] = print_type(element);
    }
    field.type = FieldType::array;
    field.items = std::make_shared<const Field>(std::move(items));
    return true;
  }
  for (const Plain& plain : plain_types) {
    if (type.base != plain.type || !type.modifiers.empty()) continue;
    field.type = plain.field;
    if (plain.type == "real") field.precision = 24;
    return true;
  }
  return raise_enum(type, column, table, schema, field) || raise_sized(type, field);
}

/// The value that a default's text may stand for; whether it does, spelling it again shows.
std::optional<Value> value_of(const LiteralText& literal, const Field& field) {
  const std::string& text = literal.text;
  switch (field.type) {
    case FieldType::boolean:
      return Value(text == "true");
    case FieldType::integer:
    case FieldType::big_integer:
    case FieldType::small_integer:
      if (const auto number = number_in(text)) return Value(*number);
      return std::nullopt;
    case FieldType::float_: {
      double number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc()) return std::nullopt;
      return Value(number);
    }
    case FieldType::decimal:
    case FieldType::char_:
    case FieldType::text:
    case FieldType::enum_:
    case FieldType::uuid:
    case FieldType::time:
      return Value(text);
    case FieldType::date:
      return Value(parse_date(text));
    case FieldType::date_time:
      return Value(parse_timestamp(text));
    case FieldType::json:
      return Value(Json{text});
    case FieldType::email:
    case FieldType::url:
    case FieldType::binary:
    case FieldType::array:
    case FieldType::native:
    case FieldType::foreign_key:
    case FieldType::one_to_one:
    case FieldType::many_to_many:
      break;
  }
  return std::nullopt;
}

std::optional<Value> raise_value(const std::string& sql, const std::string& type,
                                 const Field& field) {
  if (field.type == FieldType::array) {
    const std::string empty = spell_default(Json{"[]"}, type);
    return sql == empty ? std::optional<Value>(Json{"[]"}) : std::nullopt;
  }
  const std::optional<LiteralText> literal = parse_literal(sql);
  if (!literal) return std::nullopt;
  try {
    const std::optional<Value> value = value_of(*literal, field);
    if (value && spell_default(*value, type) == sql) return value;
  } catch (const std::exception&) {
    return std::nullopt;  // no value of this field, so it stays SQL
  }
  return std::nullopt;
}

void raise_default(const schema::Column& column, Field& field) {
  if (!column.default_sql) return;
  const std::string& sql = *column.default_sql;
  if (field.type == FieldType::date_time && sql == "now()") {
    field.auto_now_add = true;
  } else if (field.type == FieldType::date && sql == "CURRENT_DATE") {
    field.auto_now_add = true;
  } else if (field.type == FieldType::uuid && sql == "gen_random_uuid()") {
    field.auto_generate = true;
  } else if (std::optional<Value> value = raise_value(sql, column.type, field)) {
    field.default_value = std::move(*value);
  } else {
    field.default_value = model::SqlText{{{"postgresql", sql}}};
  }
}

}  // namespace

Field raise(const schema::Column& column, const schema::Table& table,
            const schema::Schema& schema) {
  Field field;
  const TypeText type = parse_type(column.type);
  if (!raise_type(type, column, table, schema, field)) {
    field = Field{};
    field.type = FieldType::native;
    field.native_sql.by_engine["postgresql"] = column.type;
  }
  field.nullable = column.nullable;
  field.collation = column.collation;
  field.comment = column.comment;
  if (column.identity) {
    const std::string& kind = column.identity->kind;
    field.auto_increment = model::AutoIncrement{.kind = kind == "by_default" ? "" : kind,
                                                .options = column.identity->options};
  }
  if (column.generated) {
    field.generated.by_engine["postgresql"] = column.generated->sql;
    field.stored = column.generated->stored;
  }
  raise_default(column, field);
  return field;
}

}  // namespace covet::postgresql
