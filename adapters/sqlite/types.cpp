#include "adapters/sqlite/types.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/sql_reader.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

using model::Field;
using model::FieldType;
using schema::Column;

std::string sized(std::string_view name, std::optional<std::int64_t> size) {
  return size ? fmt::format("{}({})", name, *size) : std::string(name);
}

std::string decimal_type(const Field& field) {
  if (!field.max_digits) return "decimal";
  return fmt::format("decimal({},{})", *field.max_digits, field.decimal_places.value_or(0));
}

std::string native_type(const Field& field) {
  if (const auto sql = field.native_sql.pick(engine_keys())) return *sql;
  throw model_fault(field.where, fmt::format("`{}` has no SQL type for SQLite", field.name),
                    "say it in the field's sql: sql = { sqlite = \"text\" }");
}

/// covet's own type. SQLite looks only at the name's affinity; the rest is for readers, and for
/// covet to read back.
std::string usual_type(const Field& field) {
  const bool counts = field.auto_increment.has_value();
  switch (field.type) {
    case FieldType::char_:
      return sized(field.fixed ? "char" : "varchar", field.max_length);
    case FieldType::email:
      return sized("varchar", field.max_length.value_or(254));
    case FieldType::url:
      return sized("varchar", field.max_length.value_or(2048));
    case FieldType::text:
    case FieldType::enum_:
      return "text";
    case FieldType::integer:
      return "integer";
    case FieldType::big_integer:
      return counts ? "integer" : "bigint";
    case FieldType::small_integer:
      return counts ? "integer" : "smallint";
    case FieldType::float_:
      return "real";
    case FieldType::decimal:
      return decimal_type(field);
    case FieldType::boolean:
      return "boolean";
    case FieldType::date_time:
      return "datetime";
    case FieldType::date:
      return "date";
    case FieldType::time:
      return "time";
    case FieldType::json:
    case FieldType::array:
      return "json";
    case FieldType::uuid:
      return "char(36)";
    case FieldType::binary:
      return "blob";
    case FieldType::native:
      return native_type(field);
    case FieldType::foreign_key:
    case FieldType::one_to_one:
    case FieldType::many_to_many:
      break;
  }
  throw Error(Errc::internal,
              fmt::format("field `{}` is a relation and has no type of its own", field.name));
}

bool looks_like_number(std::string_view text) {
  return is_constant(text) && text.find_first_of("0123456789") != std::string_view::npos &&
         text.front() != '\'' && text.front() != 'x' && text.front() != 'X';
}

bool is_numeric(FieldType type) {
  return type == FieldType::integer || type == FieldType::big_integer ||
         type == FieldType::small_integer || type == FieldType::float_ ||
         type == FieldType::decimal;
}

std::string json_text(const Value& value) {
  return std::visit(overloaded{
                        [](Null) -> std::string { return "null"; },
                        [](bool b) -> std::string { return b ? "true" : "false"; },
                        [](const Json& json) { return json.text; },
                        [](const std::string& text) {
                          return "\"" + replace_all(replace_all(text, "\\", "\\\\"), "\"", "\\\"") +
                                 "\"";
                        },
                        [&](const auto&) { return to_text(value); },
                    },
                    value);
}

std::string default_literal(const Field& field, const Value& value) {
  if (field.type == FieldType::json || field.type == FieldType::array) {
    return dialect().literal(Json{json_text(value)});
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (is_numeric(field.type) && looks_like_number(*text)) return *text;
    if (field.type == FieldType::binary) {
      const auto* data = reinterpret_cast<const std::byte*>(text->data());
      return dialect().literal(Bytes(data, data + text->size()));
    }
  }
  return dialect().literal(value);
}

std::string now_of(FieldType type) {
  if (type == FieldType::date) return "CURRENT_DATE";
  return type == FieldType::time ? "CURRENT_TIME" : "CURRENT_TIMESTAMP";
}

std::string in_list(const std::string& column, const std::vector<model::Choice>& choices) {
  std::vector<std::string> values;
  for (const model::Choice& choice : choices)
    values.push_back(dialect().literal(choice.value));
  return fmt::format("{} IN ({})", column, join(values, ", "));
}

/// What `enforce = true` asks for beside the type's own condition.
void add_enforced(const Field& field, const std::string& column,
                  std::vector<std::string>& conditions) {
  if (field.is_unsigned && !field.min_value) conditions.push_back(column + " >= 0");
  if (field.min_value) conditions.push_back(fmt::format("{} >= {}", column, field.min_value->text));
  if (field.max_value) conditions.push_back(fmt::format("{} <= {}", column, field.max_value->text));
  if (field.min_length)
    conditions.push_back(fmt::format("length({}) >= {}", column, *field.min_length));
  if (field.max_length)
    conditions.push_back(fmt::format("length({}) <= {}", column, *field.max_length));
  if (!field.choices.empty() && field.type != FieldType::enum_) {
    conditions.push_back(in_list(column, field.choices));
  }
}

void add_identity(const Field& field, const schema::FieldContext& context,
                  schema::LoweredField& lowered) {
  if (!field.auto_increment) return;
  if (!context.sole_primary_key || !equals_ignoring_case(lowered.column.type, "INTEGER")) {
    throw model_fault(
        field.where,
        fmt::format("SQLite counts up only a primary key of one integer column, and `{}` isn't one",
                    field.name),
        "make it the only primary_key, or leave auto_increment out");
  }
  lowered.column.identity = schema::Identity{"auto"};
  if (!field.auto_increment->options.empty()) {
    lowered.notes.push_back(fmt::format(
        "{}.{}: SQLite counts up from 1 by 1; the options of auto_increment are left out",
        context.table.display(), lowered.column.name));
  }
}

void add_application_notes(const Field& field, const schema::FieldContext& context,
                           schema::LoweredField& lowered) {
  const std::string where = context.table.display() + "." + lowered.column.name;
  const auto note = [&](std::string_view what) {
    lowered.notes.push_back(
        fmt::format("{}: {} is left to the application on SQLite", where, what));
  };
  if (field.auto_now) note("auto_now");
  if (field.auto_generate) note("auto_generate");
  if (!field.on_update_sql.empty() && field.on_update_sql.pick(engine_keys())) note("on_update");
}

bool in_primary_key(const Field& field, const schema::FieldContext& context) {
  const auto& key = context.owner.primary_key;
  return field.primary_key || std::find(key.begin(), key.end(), field.name) != key.end();
}

}  // namespace

std::span<const std::string_view> engine_keys() {
  static constexpr std::array<std::string_view, 1> keys{"sqlite"};
  return keys;
}

Error model_fault(const SourceSpan& where, std::string message, std::string help) {
  Diagnostic fault;
  fault.code = "CV119";
  fault.message = message;
  fault.where = where;
  fault.help = help;
  return Error(Errc::model, std::move(message), std::move(help))
      .with(std::vector<Diagnostic>{fault});
}

bool has_own_type(const Field& field) {
  return field.type == FieldType::native || field.db_type.pick(engine_keys()).has_value();
}

std::string type_of(const Field& field) {
  const auto own = field.db_type.pick(engine_keys());
  return own ? std::string(trim(*own)) : usual_type(field);
}

std::optional<std::string> default_of(const Field& field) {
  if (const auto* value = std::get_if<Value>(&field.default_value)) {
    if (is_null(*value)) return std::nullopt;
    return default_literal(field, *value);
  }
  if (const auto* sql = std::get_if<model::SqlText>(&field.default_value)) {
    const auto text = sql->pick(engine_keys());
    if (!text) return std::nullopt;
    return std::string(trim(*text));
  }
  if (field.auto_now_add) return now_of(field.type);
  return std::nullopt;
}

std::string type_check(const Field& field, const std::string& column,
                       const model::ModelSet& models) {
  const std::string name = dialect().quote(column);
  if (field.type == FieldType::enum_) {
    const model::EnumDef* named = models.find_enum(field.enum_name);
    return in_list(name, named != nullptr ? named->values : field.choices);
  }
  if (has_own_type(field)) return {};
  if (field.type == FieldType::boolean) return name + " IN (0, 1)";
  if (field.type == FieldType::json || field.type == FieldType::array) {
    // json_valid(NULL) is 0, not NULL.
    return fmt::format("{0} IS NULL OR json_valid({0})", name);
  }
  return {};
}

schema::LoweredField lower(const Field& field, const schema::FieldContext& context) {
  schema::LoweredField lowered{.column = Column{.name = field.column(), .type = type_of(field)}};
  Column& column = lowered.column;
  column.nullable = field.nullable && !in_primary_key(field, context);
  column.default_sql = default_of(field);
  column.collation = equals_ignoring_case(field.collation, "BINARY") ? "" : field.collation;
  if (const auto sql = field.generated.pick(engine_keys())) {
    column.generated = schema::Generated{std::string(trim(*sql)), field.stored};
  }
  add_identity(field, context, lowered);
  add_application_notes(field, context, lowered);
  std::vector<std::string> conditions;
  if (std::string check = type_check(field, column.name, context.models); !check.empty()) {
    conditions.push_back(std::move(check));
  }
  if (field.enforce) add_enforced(field, dialect().quote(column.name), conditions);
  if (conditions.size() > 1) {
    for (std::string& condition : conditions) {
      if (condition.find(" OR ") != std::string::npos) condition = "(" + condition + ")";
    }
  }
  if (!conditions.empty()) {
    lowered.checks.push_back(
        schema::Check{.name = schema::generated_name(context.table.name, {column.name}, "check"),
                      .sql = join(conditions, " AND ")});
  }
  return lowered;
}

}  // namespace covet::sqlite
