#include "migrations/transaction_control.h"

#include <vector>

#include "core/base/strings.h"

namespace covet::migrations {

std::optional<std::string> transaction_control(std::string_view statement,
                                               const LexicalRules& rules) {
  const std::vector<Token> tokens = first_tokens(statement, 6, rules);
  if (tokens.empty()) return std::nullopt;
  const auto second_is = [&](std::string_view word) {
    return tokens.size() > 1 && is_word(tokens[1], word);
  };
  for (const std::string_view word :
       {"COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "ABORT", "END", "XA"}) {
    if (is_word(tokens[0], word)) return std::string(word);
  }
  if (is_word(tokens[0], "BEGIN") && !second_is("NOT")) return "BEGIN";
  for (const std::string_view word : {"START", "PREPARE"}) {
    if (is_word(tokens[0], word) && second_is("TRANSACTION"))
      return std::string(word) + " TRANSACTION";
  }
  if (is_word(tokens[0], "SET")) {
    // SET autocommit, SET @@autocommit, SET SESSION autocommit
    for (const Token& token : tokens) {
      if (token.kind == TokenKind::symbol && token.text == "=") break;
      if (to_lower(token.text).ends_with("autocommit")) return "SET autocommit";
    }
  }
  return std::nullopt;
}

}  // namespace covet::migrations
