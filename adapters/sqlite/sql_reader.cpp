#include "adapters/sqlite/sql_reader.h"

#include <algorithm>
#include <span>

#include <fmt/core.h>
#include <sqlite3.h>

#include "adapters/sqlite/dialect.h"
#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

const LexicalRules& rules() {
  return dialect().lexical_rules();
}

bool is_symbol(const Token& token, std::string_view text) {
  return token.kind == TokenKind::symbol && token.text == text;
}

bool is_name(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::quoted;
}

bool has_comment(std::string_view sql) {
  return std::ranges::any_of(lex(sql, rules()),
                             [](const Token& token) { return token.kind == TokenKind::comment; });
}

/// True if the first token is a parenthesis that the last one closes.
bool wrapped(const std::vector<Token>& tokens) {
  if (tokens.size() < 2 || !is_symbol(tokens.front(), "(")) return false;
  int depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (is_symbol(tokens[i], "(")) ++depth;
    if (is_symbol(tokens[i], ")") && --depth == 0) return i + 1 == tokens.size();
  }
  return false;
}

/// One token in the form that is compared.
std::string comparable(const Token& token) {
  if (token.kind == TokenKind::word) return to_lower(token.text);
  if (token.kind == TokenKind::quoted) return to_lower(unquote(token));
  return std::string(token.text);
}

/// Names keep their case: a view's columns are called as its text spells them.
bool same_token(const Token& a, const Token& b) {
  if (!is_name(a) || !is_name(b)) return a.kind == b.kind && a.text == b.text;
  const bool bare = a.kind == TokenKind::word && b.kind == TokenKind::word;
  const bool keyword = sqlite3_keyword_check(a.text.data(), static_cast<int>(a.text.size())) != 0;
  return bare && keyword ? equals_ignoring_case(a.text, b.text) : unquote(a) == unquote(b);
}

}  // namespace

SqlReader::SqlReader(std::string_view sql) : sql_(sql), tokens_(lex_code(sql, rules())) {}

const Token& SqlReader::peek(std::size_t ahead) const {
  static const Token none{TokenKind::space, {}, 0};
  return next_ + ahead < tokens_.size() ? tokens_[next_ + ahead] : none;
}

bool SqlReader::at_word(std::string_view upper_case_word, std::size_t ahead) const {
  return is_word(peek(ahead), upper_case_word);
}

bool SqlReader::at_symbol(std::string_view symbol, std::size_t ahead) const {
  return is_symbol(peek(ahead), symbol);
}

bool SqlReader::accept_word(std::string_view upper_case_word) {
  if (!at_word(upper_case_word)) return false;
  ++next_;
  return true;
}

bool SqlReader::accept_symbol(std::string_view symbol) {
  if (!at_symbol(symbol)) return false;
  ++next_;
  return true;
}

void SqlReader::expect_word(std::string_view upper_case_word) {
  if (!accept_word(upper_case_word)) fail(upper_case_word);
}

void SqlReader::expect_symbol(std::string_view symbol) {
  if (!accept_symbol(symbol)) fail(symbol);
}

Token SqlReader::take() {
  if (at_end()) fail("more");
  return tokens_[next_++];
}

std::string SqlReader::name() {
  const Token& token = peek();
  if (is_name(token)) return unquote(take());
  if (token.kind != TokenKind::string || token.text.size() < 2) fail("a name");
  const std::string_view text = take().text;
  return replace_all(std::string(text.substr(1, text.size() - 2)), "''", "'");
}

std::size_t SqlReader::closing(std::size_t open) const {
  int depth = 0;
  for (std::size_t i = open; i < tokens_.size(); ++i) {
    if (is_symbol(tokens_[i], "(")) ++depth;
    if (is_symbol(tokens_[i], ")") && --depth == 0) return i + 1;
  }
  fail(")");
}

std::string SqlReader::between(std::size_t from, std::size_t to) const {
  if (from >= to) return {};
  const Token& last = tokens_[to - 1];
  const std::size_t begin = tokens_[from].offset;
  return std::string(sql_.substr(begin, last.offset + last.text.size() - begin));
}

std::string SqlReader::in_parentheses() {
  if (!at_symbol("(")) fail("(");
  const std::size_t open = next_;
  next_ = closing(open);
  const std::size_t begin = tokens_[open].offset + 1;
  return std::string(trim(sql_.substr(begin, tokens_[next_ - 1].offset - begin)));
}

std::string SqlReader::up_to_comma() {
  const std::size_t begin = next_;
  while (!at_end() && !at_symbol(",") && !at_symbol(")")) {
    next_ = at_symbol("(") ? closing(next_) : next_ + 1;
  }
  return between(begin, next_);
}

std::string SqlReader::text_since(std::size_t from) const {
  return between(from, next_);
}

void SqlReader::fail(std::string_view wanted) const {
  const std::string got = at_end() ? "the end" : fmt::format("`{}`", peek().text);
  throw Error(Errc::parse, fmt::format("wanted {} but found {}", wanted, got))
      .with(SqlContext{std::string(sql_), "", at_end() ? sql_.size() : peek().offset});
}

std::string parenthesized(const std::string& sql) {
  const std::vector<Token> tokens = lex(sql, rules());
  const bool open = !tokens.empty() && tokens.back().kind == TokenKind::comment &&
                    tokens.back().text.starts_with("--");
  return "(" + sql + (open ? "\n)" : ")");
}

std::string_view without_parentheses(std::string_view sql) {
  for (auto tokens = lex_code(sql, rules()); wrapped(tokens); tokens = lex_code(sql, rules())) {
    const std::size_t begin = tokens.front().offset + 1;
    sql = sql.substr(begin, tokens.back().offset - begin);
  }
  return sql;
}

bool same_expression(std::string_view a, std::string_view b) {
  const auto x = lex_code(without_parentheses(a), rules());
  const auto y = lex_code(without_parentheses(b), rules());
  return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const Token& s, const Token& t) {
    return (s.kind == t.kind || (is_name(s) && is_name(t))) && comparable(s) == comparable(t);
  });
}

bool same_statement(std::string_view a, std::string_view b) {
  const auto x = lex_code(a, rules());
  const auto y = lex_code(b, rules());
  return std::equal(x.begin(), x.end(), y.begin(), y.end(), same_token);
}

bool is_one_operand(std::string_view sql) {
  const std::vector<Token> all = lex_code(sql, rules());
  std::span<const Token> tokens = all;
  if (tokens.size() < 2) return true;
  if (is_name(tokens.front())) tokens = tokens.subspan(1);
  int depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (is_symbol(tokens[i], "(")) ++depth;
    if (is_symbol(tokens[i], ")")) --depth;
    if (depth == 0) return i > 0 && i + 1 == tokens.size();
  }
  return false;
}

bool mentions(std::string_view sql, std::string_view name) {
  const auto tokens = lex_code(sql, rules());
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    return is_name(token) && equals_ignoring_case(unquote(token), name);
  });
}

bool is_constant(std::string_view sql) {
  auto tokens = lex_code(sql, rules());
  if (tokens.size() == 2 && (is_symbol(tokens[0], "-") || is_symbol(tokens[0], "+"))) {
    return tokens[1].kind == TokenKind::number;
  }
  // X'…' may come as a word and a string.
  if (tokens.size() == 2 && is_word(tokens[0], "X")) return tokens[1].kind == TokenKind::string;
  if (tokens.size() != 1) return false;
  const Token& token = tokens.front();
  return token.kind == TokenKind::number || token.kind == TokenKind::string ||
         is_word(token, "NULL") || is_word(token, "TRUE") || is_word(token, "FALSE");
}

bool is_plain_default(std::string_view sql) {
  if (has_comment(sql)) return false;
  if (is_constant(sql)) return true;
  const auto tokens = lex_code(sql, rules());
  return tokens.size() == 1 && is_name(tokens.front());
}

}  // namespace covet::sqlite
