#include "adapters/postgresql/transaction_words.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "adapters/postgresql/dialect.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

Effect effect_of(std::span<const Token> tokens) {
  if (tokens.empty()) return Effect::none;
  const auto second_is = [&](std::string_view word) {
    return std::any_of(tokens.begin() + 1, tokens.end(),
                       [&](const Token& token) { return is_word(token, word); });
  };
  const Token& first = tokens.front();
  if (is_word(first, "BEGIN") || is_word(first, "START")) return Effect::begins;
  if (is_word(first, "ROLLBACK") || is_word(first, "ABORT")) {
    if (second_is("PREPARED")) return Effect::none;
    if (second_is("TO")) return Effect::returns_to_savepoint;
    return second_is("CHAIN") && !second_is("NO") ? Effect::begins : Effect::rolls_back;
  }
  if (is_word(first, "COMMIT") || is_word(first, "END")) {
    if (second_is("PREPARED")) return Effect::none;
    return second_is("CHAIN") && !second_is("NO") ? Effect::begins : Effect::commits;
  }
  if (is_word(first, "PREPARE") && tokens.size() > 1 && is_word(tokens[1], "TRANSACTION")) {
    return Effect::commits;
  }
  return Effect::none;
}

/// Where the statement that starts at `from` ends: its semicolon, or the end of all. Those within
/// BEGIN ATOMIC … END are a routine's own.
std::size_t end_of_statement(const std::vector<Token>& tokens, std::size_t from) {
  const bool creates = is_word(tokens[from], "CREATE");
  bool body = false;
  for (std::size_t i = from; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.text == ";" && !body) return i;
    if (!creates || i == from) continue;
    const Token& before = tokens[i - 1];
    if (!body && is_word(token, "ATOMIC") && is_word(before, "BEGIN")) {
      body = true;
    } else if (body && is_word(token, "END") && (before.text == ";" || is_word(before, "ATOMIC"))) {
      body = false;  // any other END is CASE's, or a column's name
    }
  }
  return tokens.size();
}

}  // namespace

std::vector<Effect> effects_of(std::string_view sql) {
  const LexicalRules& rules = dialect().lexical_rules();
  constexpr std::size_t longest_control_statement = 200;
  if (sql.size() > longest_control_statement && sql.find(';') == std::string_view::npos) return {};
  // A file's, which is one; its tokens would take many times its room.
  constexpr std::size_t longest_of_several = std::size_t{1} << 20U;
  if (sql.size() > longest_of_several) return {};
  const std::vector<Token> tokens = lex_code(sql, rules);
  std::vector<Effect> effects;
  for (std::size_t from = 0; from < tokens.size();) {
    const std::size_t to = end_of_statement(tokens, from);
    const Effect effect = effect_of(std::span(tokens).subspan(from, to - from));
    if (effect != Effect::none) effects.push_back(effect);
    from = to + 1;
  }
  return effects;
}

}  // namespace covet::postgresql
