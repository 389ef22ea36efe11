#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet {
namespace {

bool is_punctuation(const Token& token) {
  return token.kind == TokenKind::symbol && token.text.size() == 1 &&
         std::string_view("(),.;[]").find(token.text.front()) != std::string_view::npos;
}

// Depends on the two tokens alone, and never lets them grow together into others.
bool blank_between(const Token& left, const Token& right) {
  if (!is_punctuation(left) && !is_punctuation(right)) return true;
  const bool dot_left = left.text.ends_with('.');
  const bool dot_right = right.text.starts_with('.');
  if (dot_left) return dot_right || (right.text.front() >= '0' && right.text.front() <= '9');
  return dot_right && left.kind == TokenKind::number;
}

}  // namespace

bool is_word(const Token& token, std::string_view upper_case_word) {
  return token.kind == TokenKind::word && equals_ignoring_case(token.text, upper_case_word);
}

std::string unquote(const Token& token) {
  if (token.kind != TokenKind::quoted && token.kind != TokenKind::string)
    return std::string(token.text);
  const std::size_t open = token.text.find_first_of("\"'`[");
  if (open == std::string_view::npos) return std::string(token.text);
  const char close = token.text[open] == '[' ? ']' : token.text[open];
  std::string_view inner = token.text.substr(open + 1);
  if (inner.ends_with(close)) inner.remove_suffix(1);
  if (close == ']') return std::string(inner);
  return replace_all(std::string(inner), std::string(2, close), std::string(1, close));
}

std::string squeeze(std::string_view sql, const LexicalRules& rules, bool lower_words) {
  const std::vector<Token> tokens = lex_code(sql, rules);
  std::string result;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0 && blank_between(tokens[i - 1], tokens[i])) result += ' ';
    const bool lowers = lower_words && tokens[i].kind == TokenKind::word;
    result += lowers ? to_lower(tokens[i].text) : std::string(tokens[i].text);
  }
  return result;
}

}  // namespace covet
