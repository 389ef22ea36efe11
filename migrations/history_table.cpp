#include <array>
#include <string>
#include <utility>

#include "migrations/history.h"
#include "migrations/history_columns.h"

namespace covet::migrations {

std::span<const HistoryColumn> history_columns() {
  using model::FieldType;
  static constexpr std::array columns = {
      HistoryColumn{"version", FieldType::char_, 100, false},
      HistoryColumn{"name", FieldType::char_, 255, false},
      HistoryColumn{"checksum", FieldType::char_, 100, false},
      HistoryColumn{"down_checksum", FieldType::char_, 100, false},
      HistoryColumn{"state", FieldType::char_, 20, false},
      HistoryColumn{"statements_done", FieldType::integer, 0, false},
      HistoryColumn{"statements_total", FieldType::integer, 0, false},
      HistoryColumn{"done_checksum", FieldType::char_, 100, true},
      HistoryColumn{"under_way", FieldType::integer, 0, false},
      HistoryColumn{"fingerprint_before", FieldType::char_, 100, true},
      HistoryColumn{"applied_at", FieldType::date_time, 0, false},
      HistoryColumn{"took_ms", FieldType::big_integer, 0, false},
      HistoryColumn{"applied_by", FieldType::char_, 255, true},
      HistoryColumn{"error", FieldType::text, 0, true},
  };
  return columns;
}

schema::TableName history_table_name(const std::string& name, const DialectFacts& facts) {
  const std::size_t dot = facts.schemas ? name.find('.') : std::string::npos;
  if (dot == std::string::npos) return {"", name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

schema::Table history_table(const std::string& name, const schema::Ddl& ddl) {
  model::ModelSet models;
  model::Model& owner = models.models.emplace_back();
  owner.handle = owner.table = name;
  for (const HistoryColumn& column : history_columns()) {
    model::Field field;
    field.name = column.name;
    field.type = column.type;
    field.nullable = column.nullable;
    if (column.length > 0) field.max_length = column.length;
    field.primary_key = column.name == "version";
    owner.fields.push_back(std::move(field));
  }

  schema::Table table;
  table.name = history_table_name(name, ddl.dialect().facts());
  for (const model::Field& field : owner.fields) {
    schema::LoweredField lowered = ddl.lower(field, {models, owner, table.name, field.primary_key});
    table.columns.push_back(std::move(lowered.column));
    for (schema::Check& check : lowered.checks)
      table.checks.push_back(std::move(check));
  }
  table.primary_key = {schema::generated_name(table.name.name, {}, "pkey"), {"version"}};
  std::vector<std::string> notes;
  ddl.complete(table, notes);
  schema::sort(table);
  return table;
}

}  // namespace covet::migrations
