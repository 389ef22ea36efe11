#include "adapters/sqlite/ddl_index.h"

#include <fmt/core.h>

#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/sql_reader.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

std::string key_text(const schema::IndexKey& key) {
  std::string text;
  if (!key.column.empty()) {
    text = dialect().quote(key.column);
  } else {
    const auto tokens = lex_code(key.sql, dialect().lexical_rules());
    // A lone word would be a column's name, and a COLLATE would bind to the last operand.
    const bool wrap = tokens.size() == 1 || (!key.collation.empty() && !is_one_operand(key.sql));
    text = wrap ? parenthesized(key.sql) : key.sql;
  }
  if (!key.collation.empty()) text += " COLLATE " + dialect().quote(key.collation);
  if (key.descending) text += " DESC";
  return text;
}

}  // namespace

std::string create_index(const schema::Index& index, const schema::TableName& table) {
  std::vector<std::string> keys;
  for (const schema::IndexKey& key : index.keys)
    keys.push_back(key_text(key));
  std::string text =
      fmt::format("CREATE {}INDEX {} ON {} ({})", index.unique ? "UNIQUE " : "",
                  dialect().quote(index.name), dialect().quote(table.name), join(keys, ", "));
  if (!index.where.empty()) text += " WHERE " + index.where;
  return text;
}

std::string drop_index(const schema::Index& index) {
  return "DROP INDEX " + dialect().quote(index.name);
}

}  // namespace covet::sqlite
