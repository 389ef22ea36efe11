#include "adapters/mysql/raise.h"

#include "adapters/mysql/default_text.h"
#include "adapters/mysql/type_text.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

using model::Field;
using model::FieldType;

model::SqlText for_mysql(std::string sql) {
  model::SqlText text;
  text.by_engine["mysql"] = std::move(sql);
  return text;
}

bool raise_integer(Field& field, const TypeText& type) {
  if (type.base == "int" || type.base == "mediumint" || type.base == "tinyint") {
    field.type = FieldType::integer;
    if (type.base != "int") field.size = type.base.substr(0, type.base.size() - 3);
  } else if (type.base == "bigint") {
    field.type = FieldType::big_integer;
  } else if (type.base == "smallint") {
    field.type = FieldType::small_integer;
  } else {
    return false;
  }
  return true;
}

/// "mediumtext" of base "text" is of size medium.
bool raise_sized(Field& field, const TypeText& type, std::string_view base, FieldType as) {
  if (!type.base.ends_with(base)) return false;
  field.type = as;
  field.size = type.base.substr(0, type.base.size() - base.size());
  if (field.size.empty()) {
    field.size = "regular";
  } else if (field.size == "long") {
    field.size.clear();
  }
  return true;
}

bool raise_text(Field& field, const TypeText& type) {
  if (type.base == "varchar" || type.base == "char") {
    field.type = FieldType::char_;
    field.max_length = type.number(0);
    field.fixed = type.base == "char";
  } else if (type.base == "varbinary" || type.base == "binary") {
    field.type = FieldType::binary;
    field.max_length = type.number(0);
    field.fixed = type.base == "binary";
  } else if (type.base == "enum") {
    field.type = FieldType::enum_;
    for (const std::string& value : type.args)
      field.choices.push_back({literal_text(value)});
  } else {
    return raise_sized(field, type, "text", FieldType::text) ||
           raise_sized(field, type, "blob", FieldType::binary);
  }
  return true;
}

bool raise_number(Field& field, const TypeText& type) {
  if (type.base == "decimal") {
    field.type = FieldType::decimal;
    field.max_digits = type.number(0);
    field.decimal_places = type.number(1);
  } else if (type.base == "double" || type.base == "float") {
    if (!type.args.empty()) return false;
    field.type = FieldType::float_;
    if (type.base == "float") field.precision = 24;
  } else {
    return raise_integer(field, type);
  }
  return true;
}

bool raise_other(Field& field, const TypeText& type) {
  const bool moment = type.base == "datetime" || type.base == "timestamp";
  if (moment || type.base == "time") {
    field.type = moment ? FieldType::date_time : FieldType::time;
    const auto digits = type.number(0).value_or(0);
    if (digits != 6) field.precision = static_cast<int>(digits);
    if (type.base == "timestamp") field.time_zone = true;
  } else if (type.base == "date") {
    field.type = FieldType::date;
  } else if (type.base == "json") {
    field.type = FieldType::json;
  } else if (type.base == "uuid") {
    field.type = FieldType::uuid;
  } else {
    return false;
  }
  return true;
}

void raise_type(Field& field, const std::string& text) {
  TypeText type = parse_type(text);
  if (text == "tinyint(1)") {
    field.type = FieldType::boolean;
    return;
  }
  const bool numeric = raise_number(field, type);
  if (numeric && type.attributes == "unsigned") {
    field.is_unsigned = true;
    type.attributes.clear();
  }
  const bool known = numeric || raise_text(field, type) || raise_other(field, type);
  if (known && type.attributes.empty()) return;
  Field native;
  native.type = FieldType::native;
  native.native_sql = for_mysql(text);
  field = std::move(native);
}

void raise_default(Field& field, const schema::Column& column, const Flavor& flavor) {
  const TypeText type = parse_type(column.type);
  const std::string now = now_text(type, flavor);
  const bool is_now = column.default_sql && !now.empty() && *column.default_sql == now;
  if (field.type != FieldType::native && is_now &&
      (column.on_update_sql.empty() || column.on_update_sql == now)) {
    (column.on_update_sql.empty() ? field.auto_now_add : field.auto_now) = true;
    return;
  }
  if (!column.on_update_sql.empty()) field.on_update_sql = for_mysql(column.on_update_sql);
  if (!column.default_sql) return;
  if (field.type != FieldType::native) {
    if (auto value = read_default(*column.default_sql, field.type)) {
      field.default_value = std::move(*value);
      return;
    }
  }
  field.default_value = for_mysql(*column.default_sql);
}

}  // namespace

model::Field raise_column(const schema::Column& column, const Flavor& flavor) {
  Field field;
  raise_type(field, column.type);
  field.nullable = column.nullable;
  field.comment = column.comment;
  field.collation = column.collation;
  if (column.identity) field.auto_increment = model::AutoIncrement{};
  if (column.generated) {
    field.generated = for_mysql(column.generated->sql);
    field.stored = column.generated->stored;
  }
  raise_default(field, column, flavor);
  return field;
}

}  // namespace covet::mysql
