#include "adapters/sqlite/ddl_column.h"

#include <fmt/core.h>

#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/sql_reader.h"
#include "adapters/sqlite/table_options.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

std::string default_clause(const std::string& sql) {
  return is_plain_default(sql) ? " DEFAULT " + sql : fmt::format(" DEFAULT ({})", sql);
}

std::string deferrable_clause(schema::Deferrable deferrable) {
  switch (deferrable) {
    case schema::Deferrable::no:
      return {};
    case schema::Deferrable::deferrable:
      return " DEFERRABLE";
    case schema::Deferrable::initially_deferred:
      return " DEFERRABLE INITIALLY DEFERRED";
  }
  return {};
}

bool in_key(const schema::Column& column, const schema::Table& table) {
  if (!table.primary_key) return false;
  for (const std::string& name : table.primary_key->columns) {
    if (name == column.name) return true;
  }
  return false;
}

/// INTEGER PRIMARY KEY DESC is no rowid only where it stands in the column's definition.
bool is_descending_key(const schema::Table& table) {
  const auto it = table.options.find("primary_key");
  return it != table.options.end() && table.primary_key->columns.size() == 1 &&
         same_expression(it->second, dialect().quote(table.primary_key->columns.front()) + " DESC");
}

}  // namespace

std::string constraint_name(const std::string& name) {
  return name.empty() ? std::string() : fmt::format("CONSTRAINT {} ", dialect().quote(name));
}

std::string column_list(const std::vector<std::string>& columns) {
  std::vector<std::string> quoted;
  for (const std::string& name : columns)
    quoted.push_back(dialect().quote(name));
  return join(quoted, ", ");
}

bool has_inline_key(const schema::Table& table) {
  if (!table.primary_key || table.primary_key->columns.size() != 1) return false;
  if (is_descending_key(table)) return true;
  return table.primary_key->name.empty() && !table.options.contains("primary_key");
}

std::string column_definition(const schema::Column& column, const schema::Table& table) {
  std::string text = dialect().quote(column.name);
  if (!column.type.empty()) text += " " + column.type;
  const bool key = in_key(column, table);
  if (!column.nullable && !(key && is_nullable_key(table, column.name))) {
    text += " NOT NULL" + conflict_clause(table, conflict_place("not_null", {column.name}));
  }
  // AUTOINCREMENT can only be written here.
  if (key && (has_inline_key(table) || column.identity)) {
    text += " " + constraint_name(table.primary_key->name) + "PRIMARY KEY" +
            (is_descending_key(table) ? " DESC" : "") + conflict_clause(table, "primary_key");
    if (column.identity) text += " AUTOINCREMENT";
  }
  if (column.default_sql) text += default_clause(*column.default_sql);
  if (!column.collation.empty()) text += " COLLATE " + dialect().quote(column.collation);
  if (column.generated) {
    text += fmt::format(" GENERATED ALWAYS AS ({}) {}", column.generated->sql,
                        column.generated->stored ? "STORED" : "VIRTUAL");
  }
  return text;
}

std::string unique_definition(const schema::Unique& unique, const schema::Table& table) {
  return fmt::format("{}UNIQUE ({}){}", constraint_name(unique.name), column_list(unique.columns),
                     conflict_clause(table, conflict_place("unique", unique.columns)));
}

std::string check_definition(const schema::Check& check) {
  return fmt::format("{}CHECK ({})", constraint_name(check.name), check.sql);
}

std::string references(const schema::ForeignKey& key) {
  std::string text = "REFERENCES " + dialect().quote(key.target.name);
  if (!key.target_columns.empty()) text += fmt::format(" ({})", column_list(key.target_columns));
  if (!key.match.empty()) text += " MATCH " + key.match;
  if (key.on_delete != model::RefAction::no_action) {
    text += fmt::format(" ON DELETE {}", model::name_of(key.on_delete));
  }
  if (key.on_update != model::RefAction::no_action) {
    text += fmt::format(" ON UPDATE {}", model::name_of(key.on_update));
  }
  return text + deferrable_clause(key.deferrable);
}

std::string foreign_key_definition(const schema::ForeignKey& key) {
  return fmt::format("{}FOREIGN KEY ({}) {}", constraint_name(key.name), column_list(key.columns),
                     references(key));
}

}  // namespace covet::sqlite
