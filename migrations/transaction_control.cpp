#include "migrations/transaction_control.h"

#include <algorithm>
#include <initializer_list>
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

bool is_about_session(std::string_view statement, const LexicalRules& rules) {
  const std::vector<Token> tokens = first_tokens(statement, 4, rules);
  const auto is_any_of = [&](std::size_t index, std::initializer_list<std::string_view> words) {
    return index < tokens.size() && std::ranges::any_of(words, [&](std::string_view word) {
             return is_word(tokens[index], word);
           });
  };
  if (tokens.size() < 2) return false;
  if (is_any_of(0, {"USE"})) return true;
  if (is_any_of(0, {"SET"})) return !is_any_of(1, {"GLOBAL", "PERSIST", "PASSWORD", "LOCAL"});
  if (is_any_of(0, {"RESET"})) {
    // What the others forget is the server's: its log, its replica, its cache.
    return !is_any_of(1, {"MASTER", "SLAVE", "REPLICA", "BINARY", "QUERY", "PERSIST"});
  }
  if (!is_any_of(0, {"SELECT"})) return false;
  return is_any_of(1, {"set_config"}) ||
         (is_any_of(1, {"pg_catalog"}) && is_any_of(3, {"set_config"}));
}

}  // namespace covet::migrations
