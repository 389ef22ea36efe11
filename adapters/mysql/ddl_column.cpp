#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/core.h>

#include "adapters/mysql/catalog_text.h"
#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/type_text.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

/// MariaDB's columns that the server fills in with a row's time: ROW START, ROW END.
bool is_row_time(const schema::Column& column) {
  return column.generated && column.generated->sql.starts_with("ROW ");
}

bool is_call(const std::vector<Token>& tokens) {
  if (tokens.size() < 3 || tokens[0].kind != TokenKind::word || tokens[1].text != "(") return false;
  int depth = 0;
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    if (tokens[i].text == "(") ++depth;
    if (tokens[i].text == ")" && --depth == 0) return i + 1 == tokens.size();
  }
  return false;
}

bool is_now(const std::vector<Token>& tokens) {
  for (std::string_view word : {"CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP"}) {
    if (!tokens.empty() && is_word(tokens[0], word)) return tokens.size() == 1 || is_call(tokens);
  }
  return false;
}

bool is_literal(const std::vector<Token>& tokens) {
  if (tokens.size() == 1) {
    return tokens[0].kind == TokenKind::string || tokens[0].kind == TokenKind::number ||
           is_word(tokens[0], "TRUE") || is_word(tokens[0], "FALSE") || is_word(tokens[0], "NULL");
  }
  const bool has_sign = tokens.size() == 2 && (tokens[0].text == "-" || tokens[0].text == "+");
  return has_sign && tokens[1].kind == TokenKind::number;
}

std::string nullability(const schema::Column& column, const Flavor& flavor) {
  if (column.generated && flavor.mariadb()) return {};
  if (!column.nullable) return " NOT NULL";
  // A TIMESTAMP that says nothing is NOT NULL on older servers.
  return parse_type(column.type).base == "timestamp" ? " NULL" : "";
}

std::string generated_clause(const schema::Column& column) {
  if (is_row_time(column)) return " GENERATED ALWAYS AS " + column.generated->sql;
  return fmt::format(" GENERATED ALWAYS AS ({}) {}", column.generated->sql,
                     column.generated->stored ? "STORED" : "VIRTUAL");
}

std::string attributes(const schema::Column& column) {
  std::string text;
  if (const auto srid = column.options.find("srid"); srid != column.options.end())
    text += " SRID " + srid->second;
  if (column.options.contains("invisible")) text += " INVISIBLE";
  return text;
}

}  // namespace

bool has_random_default(const schema::Column& column) {
  // What MySQL calls unsafe, of what it takes for a default.
  constexpr std::array<std::string_view, 13> random = {
      "uuid",       "uuid_short",   "rand",          "random_bytes", "sysdate",
      "user",       "current_user", "session_user",  "system_user",  "version",
      "found_rows", "row_count",    "last_insert_id"};
  if (!column.default_sql) return false;
  const std::vector<Token> tokens = lex_code(*column.default_sql, dialect().lexical_rules());
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const bool call = tokens[i].kind == TokenKind::word && tokens[i + 1].text == "(";
    if (call && std::ranges::find(random, to_lower(tokens[i].text)) != random.end()) return true;
  }
  return false;
}

std::string default_clause(const std::string& sql, const Flavor& flavor) {
  const std::vector<Token> tokens = lex_code(sql, dialect().lexical_rules());
  const bool parenthesised = without_outer_parentheses(sql) != trim(sql);
  if (parenthesised || is_literal(tokens) || is_now(tokens)) return sql;
  if (flavor.mariadb() && is_call(tokens)) return sql;
  return "(" + sql + ")";
}

bool is_column_check(const schema::Check& check, const schema::Table& table, const Flavor& flavor) {
  return flavor.column_checks() && !check.options.contains("of_table") &&
         table.find_column(check.name) != nullptr;
}

std::string column_definition(const schema::Column& column, const schema::Table& table,
                              const Flavor& flavor) {
  std::string text = fmt::format("{} {}", dialect().quote(column.name), column.type);
  if (!column.collation.empty()) {
    text +=
        fmt::format(" CHARACTER SET {} COLLATE {}", charset_of(column.collation), column.collation);
  }
  if (column.generated) text += generated_clause(column);
  text += nullability(column, flavor);
  text += attributes(column);
  if (column.default_sql) text += " DEFAULT " + default_clause(*column.default_sql, flavor);
  if (!column.on_update_sql.empty()) text += " ON UPDATE " + column.on_update_sql;
  if (column.identity) text += " AUTO_INCREMENT";
  if (column.options.contains("unversioned")) text += " WITHOUT SYSTEM VERSIONING";
  if (!column.comment.empty()) text += " COMMENT " + quoted_text(column.comment);
  for (const schema::Check& check : table.checks) {
    if (check.name == column.name && is_column_check(check, table, flavor)) {
      text += fmt::format(" CHECK ({})", check.sql);
    }
  }
  return text;
}

}  // namespace covet::mysql
