#include "migrations/transaction_control.h"

#include <vector>

#include "core/base/strings.h"

namespace covet::migrations {

std::vector<Token> first_tokens(std::string_view statement, std::size_t count,
                                const LexicalRules& rules) {
  std::vector<Token> tokens;
  for (std::size_t position = 0; position < statement.size() && tokens.size() < count;) {
    const Token token = next_token(statement, position, rules);
    position = token.offset + token.text.size();
    if (token.kind != TokenKind::space && token.kind != TokenKind::comment) tokens.push_back(token);
  }
  return tokens;
}

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
