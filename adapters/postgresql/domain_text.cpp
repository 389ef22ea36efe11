#include "adapters/postgresql/domain_text.h"

#include <vector>

#include "adapters/postgresql/dialect.h"
#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

bool opens_clause(const Token& token) {
  return is_word(token, "DEFAULT") || is_word(token, "CONSTRAINT") || is_word(token, "CHECK") ||
         is_word(token, "NOT") || is_word(token, "NULL");
}

}  // namespace

DomainText parse_domain(std::string_view sql) {
  DomainText domain;
  const std::vector<Token> tokens = lex_code(sql, dialect().lexical_rules());
  std::size_t i = 2;
  while (i < tokens.size() && !is_word(tokens[i], "AS"))
    ++i;
  ++i;
  // The text from token i to the next clause outside parentheses, which i then stands at.
  const auto clause = [&](bool skip_first) {
    if (i >= tokens.size()) return std::string();
    const std::size_t start = tokens[i].offset;
    int depth = 0;
    for (bool first = true; i < tokens.size(); ++i, first = false) {
      if (depth == 0 && opens_clause(tokens[i]) && !(first && skip_first)) break;
      if (tokens[i].text == "(") ++depth;
      if (tokens[i].text == ")") --depth;
    }
    const std::size_t end = i < tokens.size() ? tokens[i].offset : sql.size();
    return std::string(trim(sql.substr(start, end - start)));
  };
  domain.base = clause(false);
  while (i < tokens.size()) {
    if (is_word(tokens[i], "DEFAULT")) {
      ++i;
      domain.default_sql = clause(true);
    } else if (is_word(tokens[i], "NOT")) {
      domain.not_null = true;
      i += 2;
    } else if (is_word(tokens[i], "CONSTRAINT") && i + 2 < tokens.size()) {
      const std::string name = unquote(tokens[i + 1]);
      i += 2;
      domain.constraints[name] = clause(true);
    } else if (is_word(tokens[i], "CHECK")) {
      domain.constraints[""] = clause(true);
    } else {
      ++i;
    }
  }
  return domain;
}

}  // namespace covet::postgresql
