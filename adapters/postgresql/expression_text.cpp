#include "adapters/postgresql/expression_text.h"

#include <algorithm>

#include "adapters/postgresql/dialect.h"
#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

/// The first token's parenthesis closes with the last token.
bool wrapped(const std::vector<Token>& tokens) {
  if (tokens.size() < 2 || tokens.front().text != "(" || tokens.back().text != ")") return false;
  int depth = 0;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (tokens[i].text == "(") ++depth;
    if (tokens[i].text == ")" && --depth == 0) return false;
  }
  return depth == 1;
}

/// The place of the bracket that closes the one at `open`; the number of tokens where none does.
std::size_t closing(const std::vector<Token>& tokens, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    const std::string_view text = tokens[i].text;
    if (text == "(" || text == "[") ++depth;
    if ((text == ")" || text == "]") && --depth == 0) return i;
  }
  return tokens.size();
}

std::string_view between(std::string_view sql, const Token& first, const Token& last) {
  return sql.substr(first.offset, last.offset + last.text.size() - first.offset);
}

/// The type that the first element between two brackets is cast to; "" where it isn't.
std::string_view element_cast(std::string_view sql, const std::vector<Token>& tokens,
                              std::size_t open, std::size_t close) {
  std::size_t cast = 0;
  std::size_t end = close;
  int depth = 0;
  for (std::size_t i = open + 1; i < close; ++i) {
    const std::string_view text = tokens[i].text;
    if (text == "(" || text == "[") ++depth;
    if (text == ")" || text == "]") --depth;
    if (depth == 0 && text == "::") cast = i;
    if (depth == 0 && text == ",") {
      end = i;
      break;
    }
  }
  if (cast == 0 || cast + 1 >= end) return {};
  return between(sql, tokens[cast + 1], tokens[end - 1]);
}

}  // namespace

std::string keep_array_casts(std::string_view sql) {
  if (sql.find("ARRAY[") == std::string_view::npos) return std::string(sql);
  const std::vector<Token> tokens = lex_code(sql, dialect().lexical_rules());
  std::string out;
  std::size_t done = 0;
  for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
    if (!is_word(tokens[i], "ARRAY") || tokens[i + 1].text != "[") continue;
    const std::size_t close = closing(tokens, i + 1);
    // Statistics are printed with fewer parentheses.
    const bool in_brackets =
        tokens[i - 1].text == "(" && close + 1 < tokens.size() && tokens[close + 1].text == ")";
    const std::size_t cast = close + (in_brackets ? 2 : 1);
    if (cast + 1 >= tokens.size() || tokens[cast].text != "::") continue;
    std::size_t end = cast + 1;
    while (end < tokens.size() && tokens[end].text != "[" && tokens[end].text != ")" &&
           tokens[end].text != ",")
      ++end;
    const std::string_view element = element_cast(sql, tokens, i + 1, close);
    if (end >= tokens.size() || tokens[end].text != "[" || element.empty() ||
        element == between(sql, tokens[cast + 1], tokens[end - 1])) {
      continue;
    }
    const std::size_t at = tokens[cast].offset;
    out += std::string(sql.substr(done, at - done)) + "::" + std::string(element) + "[]";
    done = at;
  }
  return out + std::string(sql.substr(done));
}

std::string keep_extract_fields(std::string sql) {
  if (sql.find("EXTRACT(") == std::string::npos) return sql;
  const std::vector<Token> tokens = lex_code(sql, dialect().lexical_rules());
  std::string out;
  std::size_t done = 0;
  for (std::size_t i = 2; i + 1 < tokens.size(); ++i) {
    const Token& field = tokens[i];
    if (!is_word(tokens[i - 2], "EXTRACT") || tokens[i - 1].text != "(" ||
        field.kind != TokenKind::word || to_lower(field.text) == field.text ||
        !is_word(tokens[i + 1], "FROM")) {
      continue;
    }
    out += sql.substr(done, field.offset - done) + "'" + std::string(field.text) + "'";
    done = field.offset + field.text.size();
  }
  return out + sql.substr(done);
}

std::string printed_expression(std::string sql) {
  return bare(keep_extract_fields(std::move(sql)));
}

std::string bare(std::string_view expression) {
  std::string_view text = trim(expression);
  while (text.starts_with('(') && text.ends_with(')') &&
         wrapped(lex_code(text, dialect().lexical_rules()))) {
    text = trim(text.substr(1, text.size() - 2));
  }
  return std::string(text);
}

bool mentions(std::string_view expression, std::string_view identifier) {
  const std::vector<Token> tokens = lex_code(expression, dialect().lexical_rules());
  return std::ranges::any_of(tokens, [&](const Token& token) {
    if (token.kind == TokenKind::quoted) return unquote(token) == identifier;
    return token.kind == TokenKind::word && to_lower(token.text) == identifier;
  });
}

std::vector<schema::TableName> parse_names(std::string_view list) {
  std::vector<schema::TableName> names(1);
  for (const Token& token : lex_code(list, dialect().lexical_rules())) {
    if (token.text == ",") {
      names.emplace_back();
    } else if (token.text == ".") {
      names.back().schema = std::move(names.back().name);
      names.back().name.clear();
    } else {
      names.back().name = token.kind == TokenKind::word ? to_lower(token.text) : unquote(token);
    }
  }
  std::erase_if(names, [](const schema::TableName& name) { return name.name.empty(); });
  return names;
}

std::string quote_collation(std::string_view collation) {
  return collation.starts_with('"') ? std::string(collation) : quote(collation);
}

}  // namespace covet::postgresql
