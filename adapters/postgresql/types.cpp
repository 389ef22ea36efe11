#include "adapters/postgresql/types.h"

#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/type_text.h"
#include "core/base/strings.h"

namespace covet::postgresql {
namespace {

using model::Field;
using model::FieldType;
using schema::FieldContext;
using schema::LoweredField;

std::string sized(std::string_view type, std::optional<std::int64_t> size) {
  return size ? fmt::format("{}({})", type, *size) : std::string(type);
}

/// An unsigned number takes the next larger type: this engine has only signed ones.
std::string integer_type(const Field& field, LoweredField& lowered) {
  const bool is_unsigned = field.is_unsigned;
  if (is_unsigned && field.size.empty()) {
    lowered.notes.push_back(fmt::format(
        "{} is unsigned, which PostgreSQL has not: the next larger type holds its values",
        field.name));
  }
  if (field.type == FieldType::big_integer) return is_unsigned ? "numeric(20,0)" : "bigint";
  if (field.size == "tiny") return "smallint";
  if (field.size == "medium") return "integer";
  if (field.type == FieldType::small_integer) return is_unsigned ? "integer" : "smallint";
  return is_unsigned ? "bigint" : "integer";
}

std::string clock_type(std::string_view word, const Field& field, bool zone) {
  const std::string size = field.precision ? fmt::format("({})", *field.precision) : "";
  return fmt::format("{}{} {} time zone", word, size, zone ? "with" : "without");
}

std::string enum_type(const Field& field, const FieldContext& context, LoweredField& lowered) {
  if (const model::EnumDef* named = context.models.find_enum(field.enum_name)) {
    return spell_name(
        schema::TableName{named->db_schema, named->name.empty() ? named->handle : named->name});
  }
  if (!field.enum_name.empty()) return spell_name(field.enum_name);
  schema::EnumType type{.name = {context.table.schema, context.table.name + "_" + field.name},
                        .values = {}};
  for (const model::Choice& choice : field.choices)
    type.values.push_back(choice.value);
  std::string name = spell_name(type.name);
  lowered.enums.push_back(std::move(type));
  return name;
}

std::string type_of(const Field& field, const FieldContext& context, LoweredField& lowered) {
  if (const auto given = field.db_type.pick(engine_keys)) return spell_type(*given);
  switch (field.type) {
    case FieldType::char_:
      return sized(field.fixed ? "character" : "character varying", field.max_length);
    case FieldType::email:
      return sized("character varying", field.max_length.value_or(254));
    case FieldType::url:
      return sized("character varying", field.max_length.value_or(2048));
    case FieldType::text:
      return "text";
    case FieldType::integer:
    case FieldType::big_integer:
    case FieldType::small_integer:
      return integer_type(field, lowered);
    case FieldType::float_:
      return field.precision.value_or(53) <= 24 ? "real" : "double precision";
    case FieldType::decimal:
      if (!field.max_digits) return "numeric";
      return fmt::format("numeric({},{})", *field.max_digits, field.decimal_places.value_or(0));
    case FieldType::boolean:
      return "boolean";
    case FieldType::date_time:
      return clock_type("timestamp", field, field.time_zone.value_or(true));
    case FieldType::date:
      return "date";
    case FieldType::time:
      return clock_type("time", field, field.time_zone.value_or(false));
    case FieldType::json:
      return "jsonb";
    case FieldType::uuid:
      return "uuid";
    case FieldType::binary:
      return "bytea";
    case FieldType::array:
      return field.items ? type_of(*field.items, context, lowered) + "[]" : "text[]";
    case FieldType::enum_:
      return enum_type(field, context, lowered);
    case FieldType::native:
      if (const auto sql = field.native_sql.pick(engine_keys)) return spell_type(*sql);
      break;
    case FieldType::foreign_key:
    case FieldType::one_to_one:
    case FieldType::many_to_many:
      throw Error(Errc::internal, "a relation was lowered as a plain field");
  }
  throw model_fault(field.where, fmt::format("`{}` has no SQL type for PostgreSQL", field.name),
                    "say it in the field's sql: sql = { postgresql = \"text\" }");
}

std::optional<std::string> default_of(const Field& field, const std::string& type) {
  if (const auto* sql = std::get_if<model::SqlText>(&field.default_value)) {
    return sql->pick(engine_keys);
  }
  const auto* value = std::get_if<Value>(&field.default_value);
  if (value == nullptr || is_null(*value)) return std::nullopt;
  try {
    return spell_default(*value, type);
  } catch (const std::exception&) {
    throw model_fault(
        field.where, fmt::format("the default of `{}` is no value of {}", field.name, type),
        "give the default as the type wants it, or as SQL: default = { sql = \"…\" }");
  }
}

void add_automatic(const Field& field, int major, LoweredField& lowered) {
  std::optional<std::string>& sql = lowered.column.default_sql;
  if (field.auto_now_add && !sql) {
    sql = field.type == FieldType::date ? "CURRENT_DATE" : "now()";
  }
  if (field.auto_now) {
    lowered.notes.push_back(
        fmt::format("{}: auto_now is left to the application on PostgreSQL", field.name));
  }
  if (field.auto_generate && !sql) {
    if (major >= 13) {
      sql = "gen_random_uuid()";
    } else {
      lowered.notes.push_back(fmt::format(
          "{}: auto_generate is left to the application before PostgreSQL 13", field.name));
    }
  }
  if (field.on_update_sql.pick(engine_keys)) {
    lowered.notes.push_back(
        fmt::format("{}: on_update is left to the application on PostgreSQL", field.name));
  }
}

void add_generated(const Field& field, int major, LoweredField& lowered) {
  const auto sql = field.generated.pick(engine_keys);
  if (!sql) return;
  const bool stored = field.stored || major < 18;
  if (stored && !field.stored) {
    lowered.notes.push_back(
        fmt::format("{}: PostgreSQL stores generated columns before version 18", field.name));
  }
  lowered.column.generated = schema::Generated{.sql = *sql, .stored = stored};
  lowered.column.default_sql.reset();
}

/// What `enforce` makes a condition of; lengths by the type are the server's anyway.
void add_check(const Field& field, const FieldContext& context, LoweredField& lowered) {
  if (!field.enforce) return;
  const std::string column = spell_name(lowered.column.name);
  std::vector<std::string> conditions;
  if (field.min_value) conditions.push_back(column + " >= " + field.min_value->text);
  if (field.max_value) conditions.push_back(column + " <= " + field.max_value->text);
  if (field.min_length) {
    conditions.push_back(fmt::format("length({}) >= {}", column, *field.min_length));
  }
  if (field.max_length && lowered.column.type == "text") {
    conditions.push_back(fmt::format("length({}) <= {}", column, *field.max_length));
  }
  if (!field.choices.empty() && field.type != FieldType::enum_) {
    std::vector<std::string> values;
    for (const model::Choice& choice : field.choices)
      values.push_back(quote_text(choice.value));
    conditions.push_back(fmt::format("{} IN ({})", column, join(values, ", ")));
  }
  if (conditions.empty()) return;
  lowered.checks.push_back(
      {.name = schema::generated_name(context.table.name, {lowered.column.name}, "check"),
       .sql = join(conditions, " AND ")});
}

}  // namespace

Error model_fault(const SourceSpan& where, std::string message, std::string hint) {
  Diagnostic diagnostic;
  diagnostic.code = "CV120";
  diagnostic.message = message;
  diagnostic.where = where;
  diagnostic.help = hint;
  return Error(Errc::model, std::move(message), std::move(hint))
      .with(std::vector<Diagnostic>{std::move(diagnostic)});
}

LoweredField lower(const Field& field, const FieldContext& context, int major) {
  LoweredField lowered;
  lowered.column.name = field.column();
  lowered.column.type = type_of(field, context, lowered);
  lowered.column.nullable = field.nullable && !field.primary_key && !field.auto_increment;
  lowered.column.comment = field.comment;
  if (field.collation != "default") lowered.column.collation = field.collation;
  if (field.auto_increment) {
    const std::string& kind = field.auto_increment->kind;
    lowered.column.identity = schema::Identity{.kind = kind.empty() ? "by_default" : kind,
                                               .options = field.auto_increment->options};
  } else {
    lowered.column.default_sql = default_of(field, lowered.column.type);
    add_automatic(field, major, lowered);
  }
  add_generated(field, major, lowered);
  add_check(field, context, lowered);
  return lowered;
}

}  // namespace covet::postgresql
