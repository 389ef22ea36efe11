#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/sql_lexer.h"

namespace covet::sqlite {

/// Walks over the code tokens of one statement that SQLite keeps as it was written. The text must
/// outlive the reader. What doesn't fit throws Error{parse}.
class SqlReader {
 public:
  explicit SqlReader(std::string_view sql);
  explicit SqlReader(std::string&& sql) = delete;

  bool at_end() const { return next_ >= tokens_.size(); }
  /// The token `ahead` of the current one; an empty one behind the end.
  const Token& peek(std::size_t ahead = 0) const;
  bool at_word(std::string_view upper_case_word, std::size_t ahead = 0) const;
  bool at_symbol(std::string_view symbol, std::size_t ahead = 0) const;
  bool accept_word(std::string_view upper_case_word);
  bool accept_symbol(std::string_view symbol);
  void expect_word(std::string_view upper_case_word);
  void expect_symbol(std::string_view symbol);
  Token take();
  /// A name: bare, quoted in any of SQLite's four ways, without its quotes.
  std::string name();
  /// What stands between a parenthesis here and the one that closes it, as written.
  std::string in_parentheses();
  /// Everything before the next comma or closing parenthesis of this depth, as written.
  std::string up_to_comma();

  std::size_t position() const { return next_; }
  /// The text from the token at `from` (a position()) to here, as written.
  std::string text_since(std::size_t from) const;

 private:
  [[noreturn]] void fail(std::string_view wanted) const;
  /// The position behind the parenthesis that closes the one at `open`.
  std::size_t closing(std::size_t open) const;
  std::string between(std::size_t from, std::size_t to) const;

  std::string_view sql_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
};

/// `(sql)`: also where it ends in a comment that runs to the end of its line.
std::string parenthesized(const std::string& sql);

/// `sql` without the parentheses around the whole.
std::string_view without_parentheses(std::string_view sql);

/// True if both say the same but for white space, comments, the case of bare words and parentheses
/// around the whole.
bool same_expression(std::string_view a, std::string_view b);

/// True if both statements have the same tokens: key words in any case, names quoted or not.
bool same_statement(std::string_view a, std::string_view b);

/// A name, a call, or something in parentheses: what a COLLATE behind it belongs to as a whole.
bool is_one_operand(std::string_view sql);

/// True if `sql` has `name` as a word or a quoted identifier, in any case.
bool mentions(std::string_view sql, std::string_view name);

/// True for what DEFAULT takes without parentheses: a literal, with a sign or not, TRUE,
/// CURRENT_DATE, a lone word (which SQLite takes for a string), …
bool is_plain_default(std::string_view sql);

/// True for a literal proper: its value is the same whenever it is asked for.
bool is_constant(std::string_view sql);

}  // namespace covet::sqlite
