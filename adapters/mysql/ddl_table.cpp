#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/default_text.h"
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
    if (key != "engine" && key != "collation" && !is_table_part(key))
      clauses.push_back(option_name(key) + "=" + value);
  }
  if (!table.comment.empty()) clauses.push_back("COMMENT=" + quoted_text(table.comment));
  return clauses;
}

bool is_table_part(const std::string& option) {
  return option == "partition_by" || option == "system_versioning" || option == "system_period" ||
         option == "period";
}

void forget_usual_of_aria(schema::Options& options) {
  const auto engine = options.find("engine");
  const auto checksums = options.find("page_checksum");
  const bool usual = engine != options.end() && engine->second == "Aria" &&
                     checksums != options.end() && checksums->second == "1";
  if (usual) options.erase(checksums);
}

std::string reset_option_clause(const std::string& option) {
  static const std::map<std::string, std::string> resets{
      {"auto_increment", "=1"},  {"autoextend_size", "=0"}, {"avg_row_length", "=0"},
      {"checksum", "=0"},        {"compression", "=''"},    {"connection", "=''"},
      {"delay_key_write", "=0"}, {"encryption", "='N'"},    {"insert_method", "=NO"},
      {"key_block_size", "=0"},  {"max_rows", "=0"},        {"min_rows", "=0"},
      {"page_checksum", "=1"},   {"union", "=()"}};
  const auto known = resets.find(option);
  return option_name(option) + (known == resets.end() ? "=DEFAULT" : known->second);
}

bool holds_invalid_date(const schema::Table& table) {
  return std::any_of(table.columns.begin(), table.columns.end(), [](const schema::Column& column) {
    return column.default_sql && is_invalid_date(*column.default_sql, parse_type(column.type));
  });
}

std::string create_table(const schema::Table& table, const Flavor& flavor) {
  std::vector<std::string> lines;
  for (const schema::Column& column : table.columns) {
    lines.push_back(column_definition(column, table, flavor));
  }
  if (table.primary_key) {
    lines.push_back(primary_key_clause(*table.primary_key, flavor));
  }
  for (const schema::Unique& unique : table.uniques)
    lines.push_back(unique_clause(unique, flavor));
  for (const schema::Index& index : table.indexes)
    lines.push_back(index_clause(index, flavor));
  for (const schema::ForeignKey& key : table.foreign_keys) {
    lines.push_back(foreign_key_clause(key, flavor));
  }
  for (const schema::Check& check : table.checks) {
    if (!is_column_check(check, table, flavor)) lines.push_back(check_clause(check, flavor));
  }
  for (const char* period : {"period", "system_period"}) {
    if (table.options.contains(period)) lines.push_back("PERIOD FOR " + option(table, period));
  }
  std::string behind;
  if (table.options.contains("system_versioning")) behind += " WITH SYSTEM VERSIONING";
  if (table.options.contains("partition_by"))
    behind += "\nPARTITION BY " + option(table, "partition_by");
  return fmt::format("CREATE TABLE {} (\n  {}\n) {}{}", quoted_name(table.name),
                     join(lines, ",\n  "), join(table_option_clauses(table), " "), behind);
}

}  // namespace covet::mysql
