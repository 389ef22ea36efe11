#include "schema/rename_in_sql.h"

#include <algorithm>

#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::schema {
namespace {

// Read in the widest sense: an expression from any catalog holds no comments, and all quote styles
// are told apart.
LexicalRules any_engine() {
  LexicalRules rules;
  rules.escape_strings = true;
  rules.backtick_identifiers = true;
  rules.dollar_quotes = true;  // what stands in a function's body no server renames
  return rules;
}

bool is_plain(std::string_view name) {
  for (char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (!plain) return false;
  }
  return !name.empty() && (name.front() < '0' || name.front() > '9');
}

bool opens_call(const std::vector<Token>& tokens, std::size_t i) {
  for (++i; i < tokens.size(); ++i) {
    if (tokens[i].kind == TokenKind::space) continue;
    return tokens[i].text == "(";
  }
  return false;
}

/// A type, a function, a schema, or a column that says whose it is.
bool is_part_of_a_name(const std::vector<Token>& tokens, std::size_t i) {
  const auto joins = [](const Token& token) {
    return token.text == "." || token.text.starts_with(':');
  };
  return (i > 0 && joins(tokens[i - 1])) || (i + 1 < tokens.size() && joins(tokens[i + 1])) ||
         opens_call(tokens, i);
}

std::string quoted_like(const Token& token, std::string_view name) {
  const std::string quote(1, token.text.front());
  return quote + replace_all(std::string(name), quote, quote + quote) + quote;
}

bool is_identifier(const Token& token, std::string_view name) {
  return (token.kind == TokenKind::word && equals_ignoring_case(token.text, name)) ||
         (token.kind == TokenKind::quoted && unquote(token) == name);
}

}  // namespace

bool names_in_sql(std::string_view sql, std::string_view name) {
  const std::vector<Token> tokens = lex(sql, any_engine());
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](const Token& token) { return is_identifier(token, name); });
}

std::string rename_in_default(std::string_view sql, std::string_view from, std::string_view to) {
  const std::vector<Token> tokens = lex(sql, any_engine());
  std::string out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const bool renamed =
        token.kind == TokenKind::quoted && unquote(token) == from && !is_part_of_a_name(tokens, i);
    out += renamed ? quoted_like(token, to) : std::string(token.text);
  }
  return out;
}

std::string rename_in_sql(std::string_view sql, std::string_view from, std::string_view to) {
  const std::vector<Token> tokens = lex(sql, any_engine());
  std::string out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const bool bare = token.kind == TokenKind::word && equals_ignoring_case(token.text, from) &&
                      !opens_call(tokens, i);
    const bool quoted = token.kind == TokenKind::quoted && unquote(token) == from;
    if (bare) {
      out +=
          is_plain(to) ? std::string(to) : "\"" + replace_all(std::string(to), "\"", "\"\"") + "\"";
    } else if (quoted) {
      out += quoted_like(token, to);
    } else {
      out += token.text;
    }
  }
  return out;
}

}  // namespace covet::schema
