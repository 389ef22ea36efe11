#include "adapters/sqlite/ddl_table.h"

#include <algorithm>

#include <fmt/core.h>

#include "adapters/sqlite/ddl_column.h"
#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/table_options.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

std::string primary_key_definition(const schema::Table& table) {
  const schema::PrimaryKey& key = *table.primary_key;
  return fmt::format("{}PRIMARY KEY ({}){}", constraint_name(key.name),
                     key_columns(key.columns, key.options), conflict_clause(key.options));
}

bool counts_up(const schema::Table& table) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [](const schema::Column& column) { return column.identity.has_value(); });
}

std::string table_words(const schema::Table& table) {
  std::vector<std::string> words;
  if (has_option(table.options, "strict")) words.emplace_back("STRICT");
  if (has_option(table.options, "without_rowid")) words.emplace_back("WITHOUT ROWID");
  return words.empty() ? std::string() : " " + join(words, ", ");
}

}  // namespace

std::string create_table(const schema::Table& table, const std::string& name) {
  std::vector<std::string> lines;
  for (const schema::Column& column : table.columns)
    lines.push_back(column_definition(column, table));
  if (table.primary_key && !has_inline_key(table) && !counts_up(table)) {
    lines.push_back(primary_key_definition(table));
  }
  for (const auto& unique : table.uniques)
    lines.push_back(unique_definition(unique));
  for (const auto& check : table.checks)
    lines.push_back(check_definition(check));
  for (const auto& key : table.foreign_keys)
    lines.push_back(foreign_key_definition(key));
  return fmt::format("CREATE TABLE {} (\n  {}\n){}", dialect().quote(name), join(lines, ",\n  "),
                     table_words(table));
}

std::vector<const schema::Object*> triggers_of(const schema::Schema& schema,
                                               const schema::TableName& table) {
  std::vector<const schema::Object*> triggers;
  for (const schema::Object& object : schema.objects) {
    if (object.kind == "trigger" && object.table == table.display()) triggers.push_back(&object);
  }
  return triggers;
}

}  // namespace covet::sqlite
