#include <algorithm>

#include <fmt/core.h>

#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/type_text.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

std::string option(const schema::Table& table, const std::string& key) {
  const auto found = table.options.find(key);
  return found == table.options.end() ? "" : found->second;
}

/// Engines' own attributes keep the quotes of their values; a bare name is fine for the rest.
std::string option_name(const std::string& key) {
  std::string name = to_upper(key);
  if (name == "DATA_DIRECTORY" || name == "INDEX_DIRECTORY") name[name.find('_')] = ' ';
  return name;
}

}  // namespace

std::string quoted_name(const schema::TableName& name) {
  const std::string table = dialect().quote(name.name);
  return name.schema.empty() ? table : dialect().quote(name.schema) + "." + table;
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names)
    quoted.push_back(dialect().quote(name));
  return join(quoted, ", ");
}

std::vector<std::string> table_option_clauses(const schema::Table& table) {
  const std::string engine = option(table, "engine");
  const std::string collation = option(table, "collation");
  std::vector<std::string> clauses;
  clauses.push_back("ENGINE=" + (engine.empty() ? "InnoDB" : engine));
  // Never left to the server: its default may be latin1.
  clauses.push_back("DEFAULT CHARSET=" + (collation.empty() ? "utf8mb4" : charset_of(collation)));
  if (!collation.empty()) clauses.push_back("COLLATE=" + collation);
  for (const auto& [key, value] : table.options) {
    if (key != "engine" && key != "collation") clauses.push_back(option_name(key) + "=" + value);
  }
  if (!table.comment.empty()) clauses.push_back("COMMENT=" + quoted_text(table.comment));
  return clauses;
}

std::string reset_option_clause(const std::string& option) {
  static const std::vector<std::string> counted{"avg_row_length", "checksum", "delay_key_write",
                                                "key_block_size", "max_rows", "min_rows"};
  const bool zero = std::find(counted.begin(), counted.end(), option) != counted.end();
  return option_name(option) + (zero ? "=0" : "=DEFAULT");
}

std::string create_table(const schema::Table& table, const Flavor& flavor) {
  std::vector<std::string> lines;
  for (const schema::Column& column : table.columns) {
    lines.push_back(column_definition(column, table, flavor));
  }
  if (table.primary_key) {
    lines.push_back(fmt::format("PRIMARY KEY ({})", quoted_list(table.primary_key->columns)));
  }
  for (const schema::Unique& unique : table.uniques)
    lines.push_back(unique_clause(unique));
  for (const schema::Index& index : table.indexes)
    lines.push_back(index_clause(index));
  for (const schema::ForeignKey& key : table.foreign_keys) {
    lines.push_back(foreign_key_clause(key, flavor));
  }
  for (const schema::Check& check : table.checks) {
    if (!is_column_check(check, table, flavor)) lines.push_back(check_clause(check, flavor));
  }
  return fmt::format("CREATE TABLE {} (\n  {}\n) {}", quoted_name(table.name), join(lines, ",\n  "),
                     join(table_option_clauses(table), " "));
}

}  // namespace covet::mysql
