#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/db/sql_lexer.h"

namespace covet {

/// Reads a statement's code tokens (lex_code) from left to right. They must outlive it.
class TokenReader {
 public:
  explicit TokenReader(std::span<const Token> tokens) : tokens_(tokens) {}

  bool done() const { return next_ == tokens_.size(); }
  const Token& peek() const { return tokens_[next_]; }
  void skip() { ++next_; }
  bool sees(std::string_view word) const { return !done() && is_word(peek(), word); }
  bool sees_symbol(std::string_view text) const {
    return !done() && peek().kind == TokenKind::symbol && peek().text == text;
  }
  bool take(std::string_view word) {
    if (!sees(word)) return false;
    skip();
    return true;
  }
  bool take_symbol(std::string_view text) {
    if (!sees_symbol(text)) return false;
    skip();
    return true;
  }
  /// IF EXISTS, IF NOT EXISTS.
  void take_if_exists() {
    if (!take("IF")) return;
    take("NOT");
    take("EXISTS");
  }
  /// To behind the next `word`; false at the end.
  bool skip_behind(std::string_view word) {
    for (; !done(); skip()) {
      if (take(word)) return true;
    }
    return false;
  }
  /// "audit.events", without quotes; "" where no name stands here.
  std::string take_name() {
    return join_name([](const Token& token) { return unquote(token); });
  }
  /// The same as it is written, quotes included.
  std::string take_written_name() {
    return join_name([](const Token& token) { return std::string(token.text); });
  }
  /// To the next comma outside parentheses, and over it; false at the end.
  bool skip_to_next_action() {
    int depth = 0;
    for (; !done(); skip()) {
      if (sees_symbol("(")) ++depth;
      if (sees_symbol(")")) --depth;
      if (depth == 0 && take_symbol(",")) return true;
    }
    return false;
  }

 private:
  template <class Spell>
  std::string join_name(const Spell& spell) {
    std::string name;
    while (!done() && (peek().kind == TokenKind::word || peek().kind == TokenKind::quoted)) {
      name += spell(peek());
      skip();
      if (!take_symbol(".")) break;
      name += '.';
    }
    return name;
  }

  std::span<const Token> tokens_;
  std::size_t next_ = 0;
};

}  // namespace covet
