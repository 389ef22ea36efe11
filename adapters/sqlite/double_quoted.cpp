#include "adapters/sqlite/double_quoted.h"

#include <algorithm>
#include <array>
#include <vector>

#include "adapters/sqlite/create_sql.h"
#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/sql_reader.h"
#include "core/base/hints.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

/// The expressions of a statement, and the columns that they may name.
struct Expressions {
  std::vector<std::string> texts;
  std::vector<std::string> columns;
};

Expressions expressions_of_table(const std::string& sql) {
  const schema::Table table = parse_create_table(sql);
  Expressions found;
  for (const schema::Column& column : table.columns) {
    found.columns.push_back(column.name);
    if (column.default_sql) found.texts.push_back(*column.default_sql);
    if (column.generated) found.texts.push_back(column.generated->sql);
  }
  for (const schema::Check& check : table.checks)
    found.texts.push_back(check.sql);
  return found;
}

/// A key that is a name alone is a column.
Expressions expressions_of_index(const std::string& sql, std::span<const std::string> columns) {
  const schema::Index index = parse_create_index(sql);
  Expressions found{{index.where}, {columns.begin(), columns.end()}};
  for (const schema::IndexKey& key : index.keys)
    found.texts.push_back(key.sql);
  return found;
}

std::vector<std::string> names_in_double_quotes(const std::string& sql) {
  std::vector<std::string> names;
  for (const Token& token : lex_code(sql, dialect().lexical_rules())) {
    if (token.kind == TokenKind::quoted && token.text.starts_with('"'))
      names.push_back(unquote(token));
  }
  return names;
}

bool is_one_of(const std::string& name, std::span<const std::string> columns) {
  return std::ranges::any_of(
      columns, [&](const std::string& column) { return equals_ignoring_case(column, name); });
}

}  // namespace

bool wants_strings_in_double_quotes(const Error& error, const std::string& sql,
                                    std::span<const std::string> columns) {
  if (error.code() != Errc::undefined_object && error.code() != Errc::statement) return false;
  try {
    const bool index = !table_of_index(sql).empty();
    const Expressions found =
        index ? expressions_of_index(sql, columns) : expressions_of_table(sql);
    bool any = false;
    for (const std::string& text : found.texts) {
      for (const std::string& name : names_in_double_quotes(text)) {
        if (is_one_of(name, found.columns)) continue;
        if (nearest(name, found.columns)) return false;
        any = true;
      }
    }
    return any;
  } catch (const Error&) {
    return false;  // no such statement
  }
}

std::string table_of_index(const std::string& sql) {
  SqlReader in(sql);
  if (!in.accept_word("CREATE")) return {};
  in.accept_word("UNIQUE");
  if (!in.accept_word("INDEX")) return {};
  while (!in.at_end() && !in.accept_word("ON"))
    in.take();
  return in.at_end() ? std::string() : in.name();
}

bool wants_what_is_elsewhere(std::string_view message) {
  constexpr std::array<std::string_view, 3> missing{
      "no such function: ", "no such module: ", "no such collation sequence: "};
  return std::ranges::any_of(missing, [&](std::string_view words) {
    return message.find(words) != std::string_view::npos;
  });
}

bool may_be_a_string(std::string_view message, const std::string& sql,
                     std::span<const std::string> columns) {
  constexpr std::string_view no_column = "no such column: ";
  const std::size_t at = message.find(no_column);
  if (at == std::string_view::npos) return false;
  const std::string name(message.substr(at + no_column.size()));
  const std::vector<std::string> quoted = names_in_double_quotes(sql);
  return std::ranges::find(quoted, name) != quoted.end() && !is_one_of(name, columns) &&
         !nearest(name, columns);
}

}  // namespace covet::sqlite
