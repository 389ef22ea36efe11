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

}  // namespace

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
