#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/sql_lexer.h"

namespace covet::migrations {

/// Watches the code tokens of one statement and knows whether a semicolon would end it: compound
/// bodies (triggers, routines, BEGIN ATOMIC, rules) hold semicolons of their own.
class StatementShape {
 public:
  explicit StatementShape(const LexicalRules& rules) : rules_(rules) {}

  /// The next token that is neither space nor comment; semicolons too, while inside() is true.
  void feed(const Token& token);
  /// True: a semicolon belongs to the statement.
  bool inside() const;
  /// True: a body was opened that only END closes.
  bool body_is_open() const { return inside() && mode_ != Mode::rule; }
  /// COPY … FROM stdin: lines of data follow.
  bool copies_from_stdin() const { return copies_from_stdin_; }
  void reset() { *this = StatementShape(rules_); }

 private:
  enum class Mode : std::uint8_t {
    start,
    plain,   ///< nothing in it holds semicolons
    create,  ///< CREATE …, what of is not known yet
    alter,
    copy,
    begin,    ///< BEGIN at the start: NOT ATOMIC makes it a block
    trigger,  ///< SQLite's
    atomic,   ///< a PostgreSQL routine
    rule,
    routine_params,  ///< a MySQL routine before its parameter list's end
    trigger_head,    ///< … a trigger before ROW
    event_head,      ///< … an event before DO
    package_head,    ///< … a package before AS
    body,            ///< … from there on
  };
  enum class Block : std::uint8_t {
    begin,
    if_,
    loop,
    repeat,
    while_,
    for_,
    case_statement,
    case_expression,
    declarations,  ///< of a routine in Oracle's words: AS … BEGIN
    package,       ///< Oracle's, up to its END or to the BEGIN of what sets it up
  };

  void feed_executable(std::string_view comment);
  void feed_start(const Token& token);
  void feed_create(const Token& token);
  void feed_trigger(const Token& token);
  void feed_atomic(const Token& token);
  void feed_body(const Token& token);
  void feed_body_symbol(std::string_view text);
  void feed_body_word(const Token& token);
  bool feed_oracle_word(const Token& token, bool at_start);
  void begin_declarations();
  bool closes_block(const Token& token, bool at_start);
  bool opens_block(const Token& token, bool at_start);
  bool begins_statement(const Token& token) const;
  bool names_definer(const Token& token) const;
  void enter_body();
  bool follows_operand() const;
  bool previous_is(std::string_view word) const;

  LexicalRules rules_;
  Mode mode_ = Mode::start;
  Token previous_{TokenKind::space, {}, 0};
  int depth_ = 0;  ///< parentheses, or BEGIN ATOMIC and CASE
  bool in_trigger_body_ = false;
  bool trigger_done_ = false;
  bool copies_from_stdin_ = false;
  std::vector<Block> blocks_{};
  bool at_start_ = false;  ///< a statement of the body may begin here
  bool awaiting_ = false;  ///< between a head (or HANDLER FOR) and the statement it takes
  bool declaring_ = false;
  bool heading_ = false;   ///< in a routine's head, in which AS begins its declarations
  bool after_is_ = false;  ///< behind IS in a head: NULL and its like would make it an operator
  bool label_ = false;     ///< within <<label>>
};

}  // namespace covet::migrations
