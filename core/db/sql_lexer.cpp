#include "core/db/sql_lexer.h"

#include <algorithm>
#include <array>

namespace covet {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_quote(char c) {
  return c == '\'' || c == '"';
}
/// A sign that no operator begins with.
bool is_lone(char c) {
  return c == ',' || c == ';' || c == '(' || c == ')';
}
bool begins_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool continues_word(char c) {
  return begins_word(c) || is_digit(c) || c == '$';
}
bool continues_tag(char c) {
  return begins_word(c) || is_digit(c);
}

struct Scan {
  TokenKind kind;
  std::size_t end;
  bool closed = true;
};

class Scanner {
 public:
  Scanner(std::string_view sql, const LexicalRules& rules) : sql_(sql), rules_(rules) {}

  Scan scan(std::size_t at) const;

 private:
  char char_at(std::size_t i) const { return i < sql_.size() ? sql_[i] : '\0'; }
  bool text_at(std::size_t i, std::string_view text) const {
    return sql_.substr(std::min(i, sql_.size()), text.size()) == text;
  }
  template <class Predicate>
  std::size_t skip(std::size_t i, Predicate belongs) const {
    while (i < sql_.size() && belongs(sql_[i]))
      ++i;
    return i;
  }

  /// The engine's operators are made of any run of operator characters, and '?' and ':' are never
  /// parameters.
  bool free_operators() const { return rules_.dollar_quotes; }
  /// ":name", "@name" and "$name" are parameters: not where ':' ends a label and '@' begins a
  /// variable.
  bool named_parameters() const {
    return !rules_.dollar_quotes && !rules_.hash_comments && !rules_.routine_bodies;
  }

  bool line_comment_at(std::size_t at) const;
  Scan line_comment(std::size_t at) const;
  Scan block_comment(std::size_t at) const;
  Scan flat_comment(std::size_t at) const;
  Scan executable_comment(std::size_t at) const;
  bool executable_at(std::size_t at) const;

  Scan quoted(TokenKind kind, std::size_t open, char close, bool doubles, bool backslash) const;
  Scan quote(std::size_t at) const;
  Scan escape_string(std::size_t open) const;
  std::size_t continued_string(std::size_t at) const;
  Scan dollar(std::size_t at) const;
  Scan word(std::size_t at) const;
  Scan number(std::size_t at) const;
  Scan named(std::size_t at, TokenKind kind) const;
  Scan symbol(std::size_t at) const;
  std::size_t operator_end(std::size_t at) const;

  std::string_view sql_;
  const LexicalRules& rules_;
};

Scan Scanner::scan(std::size_t at) const {
  const char c = sql_[at];
  // In the middle too, where files were joined.
  if (c == byte_order_mark.front() && text_at(at, byte_order_mark))
    return {TokenKind::space, at + byte_order_mark.size()};
  if (is_space(c)) return {TokenKind::space, skip(at, is_space)};
  if (line_comment_at(at)) return line_comment(at);
  if (c == '/' && text_at(at, "/*")) {
    return executable_at(at) ? executable_comment(at) : block_comment(at);
  }
  if (begins_word(c)) return word(at);
  if (is_digit(c) || (c == '.' && is_digit(char_at(at + 1)))) return number(at);
  switch (c) {
    case '\'':
    case '"':
      return quote(at);
    case '`':
      if (rules_.backtick_identifiers) return quoted(TokenKind::quoted, at, '`', true, false);
      return symbol(at);
    case '[':
      if (rules_.bracket_identifiers) return quoted(TokenKind::quoted, at, ']', false, false);
      return symbol(at);
    case '$':
      return dollar(at);
    case '?':
      if (free_operators()) return symbol(at);
      return {TokenKind::parameter, skip(at + 1, is_digit)};
    case ':':
      return named(at, TokenKind::parameter);
    case '@':
      return named(at, named_parameters() ? TokenKind::parameter : TokenKind::word);
    default:
      return symbol(at);
  }
}

bool Scanner::line_comment_at(std::size_t at) const {
  if (sql_[at] == '#') return rules_.hash_comments;
  if (sql_[at] != '-') return false;
  if (!text_at(at, "--")) return false;
  if (!rules_.dashes_need_space || at + 2 == sql_.size()) return true;
  const auto next = static_cast<unsigned char>(sql_[at + 2]);
  return next <= ' ' || next == 0x7F;
}

Scan Scanner::line_comment(std::size_t at) const {
  // PostgreSQL ends the line at a lone CR as well; the others read on, and so must we.
  const std::size_t end =
      std::min(sql_.find_first_of(rules_.dollar_quotes ? "\r\n" : "\n", at), sql_.size());
  const bool crlf = end < sql_.size() && sql_[end] == '\n' && sql_[end - 1] == '\r';
  return {TokenKind::comment, crlf ? end - 1 : end};
}

Scan Scanner::block_comment(std::size_t at) const {
  if (!rules_.nested_comments) return flat_comment(at);
  std::size_t depth = 1;
  for (std::size_t i = at + 2; i < sql_.size();) {
    if (text_at(i, "/*")) {
      ++depth;
      i += 2;
    } else if (text_at(i, "*/")) {
      i += 2;
      if (--depth == 0) return {TokenKind::comment, i};
    } else {
      ++i;
    }
  }
  return {TokenKind::comment, sql_.size(), false};
}

Scan Scanner::flat_comment(std::size_t at) const {
  const std::size_t end = sql_.find("*/", at + 2);
  if (end == std::string_view::npos) return {TokenKind::comment, sql_.size(), false};
  return {TokenKind::comment, end + 2};
}

bool Scanner::executable_at(std::size_t at) const {
  if (!rules_.executable_comments) return false;
  return text_at(at, "/*!") || text_at(at, "/*M!") || text_at(at, "/*+");
}

// What stands inside is code, so a "*/" in a string or a comment of its own does not close it.
Scan Scanner::executable_comment(std::size_t at) const {
  for (std::size_t i = at + 3; i < sql_.size();) {
    if (text_at(i, "*/")) return {TokenKind::executable, i + 2};
    Scan inner{TokenKind::symbol, i + 1};
    if (is_quote(sql_[i]) || (sql_[i] == '`' && rules_.backtick_identifiers)) {
      inner = is_quote(sql_[i]) ? quote(i) : quoted(TokenKind::quoted, i, '`', true, false);
    } else if (line_comment_at(i)) {
      inner = line_comment(i);
    } else if (text_at(i, "/*")) {
      inner = flat_comment(i);
    }
    if (!inner.closed) break;
    i = inner.end;
  }
  return {TokenKind::executable, sql_.size(), false};
}

Scan Scanner::quoted(TokenKind kind, std::size_t open, char close, bool doubles,
                     bool backslash) const {
  for (std::size_t i = open + 1; i < sql_.size(); ++i) {
    if (backslash && sql_[i] == '\\') {
      ++i;
    } else if (sql_[i] == close) {
      if (!doubles || char_at(i + 1) != close) return {kind, i + 1};
      ++i;
    }
  }
  return {kind, sql_.size(), false};
}

Scan Scanner::quote(std::size_t at) const {
  const char c = sql_[at];
  const bool is_string = c == '\'' || rules_.double_quoted_strings;
  return quoted(is_string ? TokenKind::string : TokenKind::quoted, at, c, true,
                is_string && rules_.backslash_escapes);
}

// PostgreSQL reads 'b' in E'a'⏎'b' as a part of the same literal, with the same escapes.
Scan Scanner::escape_string(std::size_t open) const {
  Scan found = quoted(TokenKind::string, open, '\'', true, true);
  while (found.closed) {
    const std::size_t next = continued_string(found.end);
    if (next == std::string_view::npos) break;
    found = quoted(TokenKind::string, next, '\'', true, true);
  }
  return found;
}

// Where a string goes on that was closed before `at`: behind white space and "--" comments with a
// line end in it.
std::size_t Scanner::continued_string(std::size_t at) const {
  bool line_end = false;
  for (std::size_t i = at; i < sql_.size();) {
    if (is_space(sql_[i])) {
      line_end = line_end || sql_[i] == '\n' || sql_[i] == '\r';
      ++i;
    } else if (text_at(i, "--")) {
      i = line_comment(i).end;
    } else {
      return line_end && sql_[i] == '\'' ? i : std::string_view::npos;
    }
  }
  return std::string_view::npos;
}

Scan Scanner::dollar(std::size_t at) const {
  if (!rules_.dollar_quotes) {
    const std::size_t end = skip(at + 1, continues_word);
    if (end == at + 1) return {TokenKind::symbol, end};
    return {named_parameters() ? TokenKind::parameter : TokenKind::word, end};
  }
  if (is_digit(char_at(at + 1))) return {TokenKind::parameter, skip(at + 1, is_digit)};
  const std::size_t tag_end = skip(at + 1, continues_tag);
  if (char_at(tag_end) != '$') return {TokenKind::symbol, at + 1};
  const std::string_view fence = sql_.substr(at, tag_end + 1 - at);
  const std::size_t close = sql_.find(fence, tag_end + 1);
  if (close == std::string_view::npos) return {TokenKind::string, sql_.size(), false};
  return {TokenKind::string, close + fence.size()};
}

Scan Scanner::word(std::size_t at) const {
  const std::size_t end = skip(at, continues_word);
  if (end == at + 1) {
    const char prefix = sql_[at];
    const bool unicode = prefix == 'U' || prefix == 'u';
    if (unicode && rules_.escape_strings && char_at(end) == '&' && is_quote(char_at(end + 1))) {
      const TokenKind kind = char_at(end + 1) == '"' ? TokenKind::quoted : TokenKind::string;
      return quoted(kind, end + 1, char_at(end + 1), true, false);
    }
    if (char_at(end) == '\'') {
      if (rules_.escape_strings && (prefix == 'E' || prefix == 'e')) return escape_string(end);
      if (std::string_view("NnXxBb").find(prefix) != std::string_view::npos) return quote(end);
    }
  }
  return {TokenKind::word, end};
}

Scan Scanner::number(std::size_t at) const {
  const char base = static_cast<char>(char_at(at + 1) | 0x20);
  std::size_t end = 0;
  bool whole = true;
  if (sql_[at] == '0' && (base == 'x' || base == 'b' || base == 'o') && is_hex(char_at(at + 2))) {
    end = skip(at + 2, [](char c) { return is_hex(c) || c == '_'; });
  } else {
    const auto digit = [](char c) { return is_digit(c) || c == '_'; };
    end = skip(at, digit);
    if (char_at(end) == '.' && char_at(end + 1) != '.') {
      whole = false;
      end = skip(end + 1, digit);
    }
    if ((char_at(end) | 0x20) == 'e') {
      const bool is_signed = char_at(end + 1) == '+' || char_at(end + 1) == '-';
      const std::size_t digits = end + (is_signed ? 2 : 1);
      if (is_digit(char_at(digits))) {
        whole = whole && !is_signed;
        end = skip(digits, digit);
      }
    }
  }
  // MySQL's names may begin with a digit; elsewhere 1abc is an error, whatever we call it.
  const std::size_t word_end = skip(end, continues_word);
  if (whole && word_end > end) return {TokenKind::word, word_end};
  return {TokenKind::number, end};
}

// ":name", "@name", "@@name".
Scan Scanner::named(std::size_t at, TokenKind kind) const {
  const bool possible = sql_[at] == ':' ? named_parameters() : !free_operators();
  if (!possible) return symbol(at);
  const std::size_t name = at + (text_at(at, "@@") ? 2 : 1);
  const std::size_t end = skip(name, continues_word);
  return end == name ? symbol(at) : Scan{kind, end};
}

Scan Scanner::symbol(std::size_t at) const {
  if (is_lone(sql_[at])) return {TokenKind::symbol, at + 1};
  if (free_operators()) return {TokenKind::symbol, operator_end(at)};
  constexpr std::array<std::string_view, 14> operators = {
      "<=>", "->>", "<=", ">=", "<>", "!=", "==", "||", "&&", "->", "<<", ">>", ":=", "::"};
  const auto* found = std::find_if(operators.begin(), operators.end(),
                                   [&](std::string_view text) { return text_at(at, text); });
  return {TokenKind::symbol, at + (found == operators.end() ? 1 : found->size())};
}

// PostgreSQL's own rule, word for word ("Lexical Structure: Operators").
std::size_t Scanner::operator_end(std::size_t at) const {
  for (const std::string_view fixed : {"::", ":=", ".."}) {
    if (text_at(at, fixed)) return at + 2;
  }
  const auto is_operator = [](char c) {
    return std::string_view("+-*/<>=~!@#%^&|`?").find(c) != std::string_view::npos;
  };
  std::size_t end = at;
  while (end < sql_.size() && is_operator(sql_[end]) && !text_at(end, "--") && !text_at(end, "/*"))
    ++end;
  if (end <= at + 1) return at + 1;
  const bool may_end_in_sign =
      sql_.substr(at, end - at).find_first_of("~!@#%^&|`?") != std::string_view::npos;
  while (!may_end_in_sign && end > at + 1 && (sql_[end - 1] == '+' || sql_[end - 1] == '-'))
    --end;
  return end;
}

}  // namespace

std::vector<Token> lex(std::string_view sql, const LexicalRules& rules) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < sql.size(); at += tokens.back().text.size())
    tokens.push_back(next_token(sql, at, rules));
  return tokens;
}

std::vector<Token> lex_code(std::string_view sql, const LexicalRules& rules) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < sql.size();) {
    const Token token = next_token(sql, at, rules);
    if (token.kind != TokenKind::space && token.kind != TokenKind::comment) tokens.push_back(token);
    at += token.text.size();
  }
  return tokens;
}

Token next_token(std::string_view sql, std::size_t offset, const LexicalRules& rules) {
  const Scan found = Scanner(sql, rules).scan(offset);
  return {found.kind, sql.substr(offset, found.end - offset), offset};
}

std::vector<Token> first_tokens(std::string_view sql, std::size_t count,
                                const LexicalRules& rules) {
  std::vector<Token> tokens;
  for (std::size_t position = 0; position < sql.size() && tokens.size() < count;) {
    const Token token = next_token(sql, position, rules);
    position = token.offset + token.text.size();
    if (token.kind != TokenKind::space && token.kind != TokenKind::comment) tokens.push_back(token);
  }
  return tokens;
}

bool unterminated(const Token& token, const LexicalRules& rules) {
  return !token.text.empty() && !Scanner(token.text, rules).scan(0).closed;
}

}  // namespace covet
