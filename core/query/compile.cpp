#include "core/query/compile.h"

#include <utility>

#include <fmt/core.h>

#include "core/base/decimal.h"
#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/query/array_text.h"
#include "core/query/select.h"
#include "core/validate/convert.h"
#include "core/validate/held.h"

namespace covet::query {
namespace {

const Spelling& spelling_of(const Dialect& dialect) {
  const Spelling* const spelling = dialect.spelling();
  if (spelling == nullptr) {
    throw Error(Errc::unsupported, fmt::format("{} has no queries", dialect.facts().engine),
                "use plain SQL");
  }
  return *spelling;
}

std::vector<Fragment> columns_of(const Environment& environment, const model::Model& model,
                                 const std::vector<std::string>& fields) {
  std::vector<Fragment> columns;
  columns.reserve(fields.size());
  for (const std::string& name : fields)
    columns.emplace_back(environment.dialect.quote(field_with_column(model, name).column()));
  return columns;
}

Fragment on_conflict(const Environment& environment, const model::Model& model,
                     const Insert& insert) {
  const Spelling& spelling = environment.spelling;
  if (insert.conflict == Insert::Conflict::fail) return {};
  const std::vector<Fragment> key = columns_of(environment, model, insert.conflict_fields);
  if (insert.conflict == Insert::Conflict::ignore) {
    const std::string_view own = spelling.pattern("ConflictIgnore");
    const std::vector<Fragment> any = key.empty() && !insert.fields.empty()
                                          ? columns_of(environment, model, {insert.fields.front()})
                                          : key;
    if (!own.empty() && any.empty())
      throw Error(Errc::usage, "an empty row can't be ignored where it is taken", "name its key");
    if (!own.empty()) return fill(own, {any.front()});
    return key.empty() ? Fragment(" ON CONFLICT DO NOTHING")
                       : Fragment(" ON CONFLICT (") + join(key, ", ") + ") DO NOTHING";
  }
  const std::string_view own = spelling.pattern("ConflictValue");
  std::vector<Fragment> set;
  for (const Fragment& column : columns_of(environment, model, insert.update_fields))
    set.push_back(column + " = " + fill(own.empty() ? "EXCLUDED.{0}" : own, {column}));
  const std::string_view head = spelling.pattern("ConflictUpdate");
  if (!head.empty()) return fill(head, {join(set, ", ")});
  return Fragment(" ON CONFLICT (") + join(key, ", ") + ") DO UPDATE SET " + join(set, ", ");
}

}  // namespace

Statement explaining(const Statement& statement, const Dialect& dialect, bool analyze) {
  const std::string_view prefix =
      spelling_of(dialect).pattern(analyze ? "ExplainAnalyze" : "Explain");
  if (prefix.empty()) {
    throw Error(Errc::unsupported,
                fmt::format("{} does not tell how {}", dialect.facts().engine,
                            analyze ? "long the parts of a query took" : "it would run a query"),
                analyze ? "explain it without analyze" : "look at its SQL: --sql");
  }
  return {std::string(prefix) + statement.sql, statement.params};
}

void make_stored(const model::Field& field, Value& value, const Spelling& spelling) {
  const auto* const json = std::get_if<Json>(&value);
  if (json == nullptr || field.type != model::FieldType::array || !spelling.facts().array_literals)
    return;
  if (auto literal = array_literal(json->text)) value = std::move(*literal);
}

Value stored_value(const model::Field& field, const Value& value, const Spelling& spelling) {
  Value stored = value;
  make_stored(field, stored, spelling);
  return stored;
}

Value operand_value(const Environment& environment, const model::Field& field, const Value& value) {
  const bool choice = field.type == model::FieldType::enum_;
  if (!choice && !model::is_relation(field.type) && validate::holds_already(field, value))
    return value;
  const Kind kind = kind_of(field.type);
  if (const auto* const date = std::get_if<Date>(&value);
      date != nullptr && kind == Kind::date_time)
    return Timestamp(std::chrono::sys_days(*date));
  const bool text = std::holds_alternative<std::string>(value);
  // What is out of a column's range is no error on every engine, but a mistake on all.
  const bool whole = kind == Kind::integer && !std::holds_alternative<double>(value) &&
                     !std::holds_alternative<bool>(value);
  const auto* const decimal = std::get_if<Decimal>(&value);
  const bool fraction = decimal != nullptr && decimal->text.find('.') != std::string::npos;
  const bool array = field.type == model::FieldType::array;
  const bool as_it_is = !choice && !array &&
                        (kind == Kind::text || kind == Kind::any || kind == Kind::json || fraction);
  // However many places it has: it is only compared.
  if (const auto* const digits = std::get_if<std::string>(&value);
      digits != nullptr && kind == Kind::decimal && parts_of(*digits))
    return Decimal{*digits};
  if (as_it_is || is_null(value) || !(text || whole))
    return stored_value(field, value, environment.spelling);
  model::Field open = field;
  if (!choice) open.choices.clear();
  open.max_digits.reset();
  open.decimal_places.reset();
  const validate::Conversion made = validate::try_convert(environment.models, open, value);
  if (const auto* const converted = std::get_if<Value>(&made))
    return stored_value(field, *converted, environment.spelling);
  const auto& refusal = std::get<validate::Refusal>(made);
  throw Error(
      Errc::usage,
      fmt::format("`{}` can't be {}: {}", field.name, validate::shortened(value), refusal.message),
      refusal.help.empty() ? "write a value that the field can hold" : refusal.help);
}

Compiled compile(const Query& query, const model::ModelSet& models, const Dialect& dialect) {
  const Environment environment{models, dialect, spelling_of(dialect)};
  Select select(environment, query);
  if (query.purpose == Query::Purpose::update || query.purpose == Query::Purpose::remove)
    return {select.write().statement(dialect)};
  const Fragment sql = select.sql();
  return {sql.statement(dialect), select.outputs()};
}

Compiled compile(const Insert& insert, const model::ModelSet& models, const Dialect& dialect) {
  const Environment environment{models, dialect, spelling_of(dialect)};
  const model::Model* const model = models.find(insert.model);
  const bool many_empty = insert.fields.empty() && insert.rows.size() > 1;
  if (model == nullptr || insert.rows.empty() || many_empty) {
    throw Error(Errc::usage, fmt::format("nothing to insert into `{}`", insert.model),
                "name a model, and give it rows");
  }
  Fragment sql =
      Fragment("INSERT INTO ") + quoted_table(dialect, model->db_schema, model->table_name());
  if (insert.fields.empty()) {
    const std::string_view own = environment.spelling.pattern("DefaultRow");
    sql += own.empty() ? " DEFAULT VALUES" : own;
  } else {
    sql +=
        Fragment(" (") + join(columns_of(environment, *model, insert.fields), ", ") + ") VALUES ";
    std::vector<Fragment> rows;
    rows.reserve(insert.rows.size());
    for (const std::vector<Value>& row : insert.rows) {
      std::vector<Fragment> values;
      values.reserve(row.size());
      for (std::size_t i = 0; i < row.size(); ++i) {
        const model::Field& field = field_with_column(*model, insert.fields.at(i));
        values.push_back(Fragment::of_value(stored_value(field, row[i], environment.spelling)));
      }
      rows.push_back(Fragment("(") + join(values, ", ") + ")");
    }
    sql += join(rows, ", ");
  }
  sql += on_conflict(environment, *model, insert);
  Compiled compiled;
  if (!insert.returning.empty() && environment.spelling.facts().returning) {
    sql += Fragment(" RETURNING ") + join(columns_of(environment, *model, insert.returning), ", ");
    for (const std::string& name : insert.returning) {
      const model::Field& field = plain_field(models, field_with_column(*model, name));
      compiled.outputs.push_back({name, kind_of(field.type), &field});
    }
  }
  compiled.statement = sql.statement(dialect);
  return compiled;
}

Statement compile(const RowsUpdate& update, const model::ModelSet& models, const Dialect& dialect) {
  const Environment environment{models, dialect, spelling_of(dialect)};
  const Spelling& spelling = environment.spelling;
  const model::Model* const model = models.find(update.model);
  if (model == nullptr || update.fields.empty() || update.rows.empty()) {
    throw Error(Errc::usage, fmt::format("nothing to update in `{}`", update.model),
                "name a model, its fields, and give it rows");
  }
  const Fragment table = quoted_table(dialect, model->db_schema, model->table_name());
  std::vector<const model::Field*> fields{&field_with_column(*model, update.key)};
  for (const std::string& name : update.fields)
    fields.push_back(&field_with_column(*model, name));
  // Names that no column has: nothing needs to say then whose it means.
  std::vector<Fragment> names, columns, types, set;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string name = fmt::format("covet_{}", i);
    const std::string column = dialect.quote(fields[i]->column());
    names.emplace_back(name);
    columns.emplace_back(column + " AS " + name);
    types.push_back(Fragment("(SELECT " + column + " FROM ") + table + " LIMIT 0)");
    if (i > 0) set.emplace_back(column + " = " + name);
  }
  const std::string_view own_row = spelling.pattern("UpdateRow");
  const std::string_view row_pattern = own_row.empty() ? "({*})" : own_row;
  std::vector<Fragment> rows;
  rows.reserve(update.rows.size() + 1);
  // A row of nothing, which has the types of the columns: parameters have none.
  if (spelling.facts().typed_parameters) rows.push_back(fill(row_pattern, types));
  for (const std::vector<Value>& row : update.rows) {
    std::vector<Fragment> values;
    values.reserve(row.size());
    for (std::size_t i = 0; i < row.size(); ++i)
      values.push_back(Fragment::of_value(stored_value(*fields.at(i), row[i], spelling)));
    rows.push_back(fill(row_pattern, values));
  }
  const std::string_view own = spelling.pattern("UpdateRows");
  return fill(own.empty() ? "WITH covet_rows ({1}) AS (VALUES {2}) UPDATE {0} SET {3} FROM "
                            "covet_rows WHERE {4} = covet_0"
                          : own,
              {table, join(names, ", "), join(rows, ", "), join(set, ", "),
               dialect.quote(fields.front()->column()), join(columns, ", ")})
      .statement(dialect);
}

}  // namespace covet::query
