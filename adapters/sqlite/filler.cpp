#include "adapters/sqlite/filler.h"

#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/table_options.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

/// A version 4 UUID of SQLite's own making.
constexpr std::string_view random_uuid =
    "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), "
    "2) "
    "|| '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))";

/// The first value of a check that lists the column's values.
std::string first_choice(const schema::Column& column, const schema::Table& table) {
  const std::string begin = dialect().quote(column.name) + " IN (";
  for (const schema::Check& check : table.checks) {
    const std::size_t at = check.sql.find(begin);
    if (at == std::string::npos) continue;
    const std::string_view rest = std::string_view(check.sql).substr(at + begin.size());
    const auto tokens = lex_code(rest, dialect().lexical_rules());
    if (!tokens.empty()) return std::string(tokens.front().text);
  }
  return {};
}

std::string by_type(const std::string& type) {
  const std::string name = to_lower(type);
  const auto has = [&](std::string_view word) { return name.find(word) != std::string::npos; };
  if (name == "char(36)" || has("uuid")) return std::string(random_uuid);
  if (has("json")) return "'{}'";
  if (has("datetime") || has("timestamp")) return "CURRENT_TIMESTAMP";
  if (has("date")) return "CURRENT_DATE";
  if (has("time")) return "CURRENT_TIME";
  // SQLite's own rule from here on: which affinity a type's name gives.
  if (has("int")) return "0";
  if (has("char") || has("clob") || has("text")) return "''";
  if (has("blob") || name.empty()) return "X''";
  return "0";
}

}  // namespace

std::string filler(const schema::Column& column, const schema::Table& table) {
  if (column.nullable || column.default_sql || column.identity || column.generated) return {};
  const bool is_rowid = has_rowid_alias(table) && table.primary_key->columns.front() == column.name;
  if (is_rowid) return {};
  const std::string choice = first_choice(column, table);
  return choice.empty() ? by_type(column.type) : choice;
}

}  // namespace covet::sqlite
