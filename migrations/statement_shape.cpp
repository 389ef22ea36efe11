#include "migrations/statement_shape.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace covet::migrations {
namespace {

bool is_one_of(const Token& token, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return is_word(token, word); });
}

bool is_symbol(const Token& token, std::string_view text) {
  return token.kind == TokenKind::symbol && token.text == text;
}

}  // namespace

bool StatementShape::previous_is(std::string_view word) const {
  return is_word(previous_, word);
}

bool StatementShape::inside() const {
  switch (mode_) {
    case Mode::trigger:
      return in_trigger_body_ && !trigger_done_;
    case Mode::atomic:
    case Mode::rule:
      return depth_ > 0;
    case Mode::body:
      return !blocks_.empty();
    case Mode::start:
    case Mode::plain:
    case Mode::create:
    case Mode::alter:
    case Mode::copy:
    case Mode::begin:
    case Mode::routine_params:
    case Mode::trigger_head:
    case Mode::event_head:
    case Mode::package_head:
      return false;
  }
  return false;
}

/// What an executable comment holds is code, of which a statement's head may be made.
void StatementShape::feed_executable(std::string_view comment) {
  if (comment.starts_with("/*+")) return;  // a hint
  comment.remove_prefix(std::min(comment.find('!') + 1, comment.size()));
  comment.remove_prefix(std::min(comment.find_first_not_of("0123456789"), comment.size()));
  if (comment.ends_with("*/")) comment.remove_suffix(2);
  for (const Token& token : lex_code(comment, rules_))
    feed(token);
}

void StatementShape::feed(const Token& token) {
  if (token.kind == TokenKind::executable && mode_ != Mode::plain) {
    return feed_executable(token.text);
  }
  switch (mode_) {
    case Mode::plain:
      return;
    case Mode::start:
      feed_start(token);
      break;
    case Mode::create:
      feed_create(token);
      break;
    case Mode::alter:
      if (token.kind != TokenKind::word || names_definer(token)) break;
      mode_ = is_word(token, "EVENT") ? Mode::event_head : Mode::plain;
      break;
    case Mode::copy:
      if (is_symbol(token, "(")) ++depth_;
      if (is_symbol(token, ")")) --depth_;
      // Within parentheses it is a table's name.
      copies_from_stdin_ |= depth_ == 0 && is_word(token, "STDIN") && previous_is("FROM");
      break;
    case Mode::begin:
      if (is_word(token, "ATOMIC") && previous_is("NOT")) {
        mode_ = Mode::body;
        blocks_.push_back(Block::begin);
        at_start_ = true;
      } else if (!is_word(token, "NOT")) {
        mode_ = Mode::plain;
      }
      break;
    case Mode::trigger:
      feed_trigger(token);
      break;
    case Mode::atomic:
      feed_atomic(token);
      break;
    case Mode::rule:
      if (is_symbol(token, "(")) ++depth_;
      if (is_symbol(token, ")")) --depth_;
      break;
    case Mode::routine_params:
      if (is_symbol(token, "(")) ++depth_;
      if (is_symbol(token, ")") && --depth_ <= 0) enter_body();
      if (depth_ > 0 || !is_one_of(token, {"AS", "IS", "RETURN"})) break;
      enter_body();  // Oracle's routines may do without parentheses
      feed_body(token);
      break;
    case Mode::package_head:
      if (!is_one_of(token, {"AS", "IS"})) break;
      mode_ = Mode::body;
      blocks_.push_back(Block::package);
      at_start_ = true;
      break;
    case Mode::trigger_head:
      if (is_word(token, "ROW")) enter_body();
      break;
    case Mode::event_head:
      if (is_word(token, "DO")) enter_body();
      break;
    case Mode::body:
      feed_body(token);
      break;
  }
  previous_ = token;
}

void StatementShape::feed_start(const Token& token) {
  // SQLite explains also what has a body.
  if (rules_.trigger_bodies && is_one_of(token, {"EXPLAIN", "QUERY", "PLAN"})) return;
  mode_ = Mode::plain;
  if (is_word(token, "CREATE")) {
    mode_ = Mode::create;
  } else if (rules_.copy_data && is_word(token, "COPY")) {
    mode_ = Mode::copy;
  } else if (rules_.routine_bodies && is_word(token, "ALTER")) {
    mode_ = Mode::alter;
  } else if (rules_.routine_bodies && is_word(token, "BEGIN")) {
    mode_ = Mode::begin;
  } else if (rules_.routine_bodies &&
             is_one_of(token, {"IF", "CASE", "LOOP", "REPEAT", "WHILE", "FOR"})) {
    mode_ = Mode::body;
    at_start_ = true;
    feed_body(token);
  }
}

/// DEFINER = user@host, word by word.
bool StatementShape::names_definer(const Token& token) const {
  return is_word(token, "DEFINER") || is_symbol(previous_, "=") || is_symbol(previous_, "@") ||
         token.text.front() == '@';
}

void StatementShape::feed_create(const Token& token) {
  if (token.kind != TokenKind::word) return;
  const bool is_routine = is_one_of(token, {"FUNCTION", "PROCEDURE"});
  if (names_definer(token) || is_one_of(token, {"OR", "REPLACE", "TEMP", "TEMPORARY", "CONSTRAINT",
                                                "AGGREGATE", "ALGORITHM"})) {
    return;
  }
  depth_ = 0;
  mode_ = Mode::plain;
  if (rules_.trigger_bodies && is_word(token, "TRIGGER")) mode_ = Mode::trigger;
  if (rules_.atomic_bodies && is_routine) mode_ = Mode::atomic;
  if (is_word(token, "RULE")) mode_ = Mode::rule;
  if (!rules_.routine_bodies) return;
  if (is_routine) mode_ = Mode::routine_params;
  if (is_word(token, "TRIGGER")) mode_ = Mode::trigger_head;
  if (is_word(token, "EVENT")) mode_ = Mode::event_head;
  if (is_word(token, "PACKAGE")) mode_ = Mode::package_head;
}

// As sqlite3_complete() has it: no statement of a body begins with END, so "; END" is the body's
// own, whatever CASE … END or a column named "end" stands before it.
void StatementShape::feed_trigger(const Token& token) {
  if (is_word(token, "BEGIN")) in_trigger_body_ = true;
  if (in_trigger_body_ && is_word(token, "END") && is_symbol(previous_, ";")) trigger_done_ = true;
}

// The same holds here: CASE and its END stand within a statement, as may a column that has their
// name.
void StatementShape::feed_atomic(const Token& token) {
  if (depth_ == 0) {
    if (is_word(token, "ATOMIC") && previous_is("BEGIN")) depth_ = 1;
  } else if (is_word(token, "END") && (is_symbol(previous_, ";") || previous_is("ATOMIC"))) {
    depth_ = 0;
  }
}

void StatementShape::enter_body() {
  mode_ = Mode::body;
  depth_ = 0;
  awaiting_ = heading_ = true;
}

void StatementShape::begin_declarations() {
  blocks_.push_back(Block::declarations);
  at_start_ = true;
  awaiting_ = heading_ = false;
}

void StatementShape::feed_body(const Token& token) {
  if (token.kind == TokenKind::symbol) {
    feed_body_symbol(token.text);
  } else if (token.kind == TokenKind::word) {
    feed_body_word(token);
  } else if (token.kind == TokenKind::parameter && token.text.size() > 1 &&
             token.text.front() == ':') {
    // "label:BEGIN", which looks like a parameter.
    at_start_ = depth_ == 0;
    feed_body_word({TokenKind::word, token.text.substr(1), token.offset + 1});
  } else {
    at_start_ = false;
  }
}

void StatementShape::feed_body_symbol(std::string_view text) {
  const bool at_start = std::exchange(at_start_, false);
  if (text == ";") {
    depth_ = 0;
    at_start_ = true;
    declaring_ = awaiting_ = heading_ = after_is_ = false;
  } else if (text == "<<") {
    label_ = at_start;
  } else if (text == ">>") {
    at_start_ = std::exchange(label_, false);
  } else if (text == "(") {
    ++depth_;
  } else if (text == ")") {
    depth_ = std::max(0, depth_ - 1);
  } else if (text == ":") {
    at_start_ = depth_ == 0;
  }
}

/// True where the token before can end an expression, so that END ends CASE and isn't a column's
/// name.
bool StatementShape::follows_operand() const {
  if (previous_.kind == TokenKind::symbol) return previous_.text == ")";
  return !is_one_of(previous_, {"CASE", "WHEN", "THEN", "ELSE", "AND", "OR", "NOT", "XOR", "LIKE",
                                "BETWEEN", "DIV", "MOD", "BINARY", "INTERVAL", "REGEXP", "RLIKE"});
}

bool StatementShape::closes_block(const Token& token, bool at_start) {
  if (blocks_.empty()) return false;
  const Block top = blocks_.back();
  const bool end = is_word(token, "END");
  if (top == Block::repeat) {
    if (!is_word(token, "REPEAT") || !previous_is("END")) return false;
  } else if (top == Block::case_expression) {
    if (!end || !follows_operand()) return false;
  } else if (!end || !at_start) {
    return false;
  }
  blocks_.pop_back();
  return true;
}

bool StatementShape::opens_block(const Token& token, bool at_start) {
  if (is_word(token, "CASE")) {
    if (previous_is("END")) return false;
    blocks_.push_back(at_start || awaiting_ ? Block::case_statement : Block::case_expression);
    return true;
  }
  if (depth_ > 0 || !(at_start || awaiting_)) return false;
  if (is_word(token, "BEGIN")) {
    const bool goes_on = !blocks_.empty() && (blocks_.back() == Block::declarations ||
                                              blocks_.back() == Block::package);
    if (goes_on) blocks_.pop_back();
    blocks_.push_back(Block::begin);
  } else if (is_word(token, "LOOP")) {
    blocks_.push_back(Block::loop);
  } else if (is_word(token, "REPEAT")) {
    blocks_.push_back(Block::repeat);
  } else if (is_word(token, "IF")) {
    blocks_.push_back(Block::if_);
  } else if (is_word(token, "WHILE")) {
    blocks_.push_back(Block::while_);
  } else if (at_start && is_word(token, "FOR")) {
    blocks_.push_back(Block::for_);
  } else {
    return false;
  }
  at_start_ = is_one_of(token, {"BEGIN", "LOOP", "REPEAT"});
  return true;
}

/// No word of a routine's head, of which a type and its characteristics are parts.
bool StatementShape::begins_statement(const Token& token) const {
  if (is_word(token, "SET")) return !is_one_of(previous_, {"CHARACTER", "CHAR", "RETURNS"});
  return is_one_of(
      token, {"ALTER",    "ANALYZE",   "BINLOG",    "CACHE",   "CALL",     "CHANGE",   "CHECK",
              "CHECKSUM", "CLOSE",     "COMMIT",    "CREATE",  "DELETE",   "DESC",     "DESCRIBE",
              "DO",       "DROP",      "EXECUTE",   "EXPLAIN", "FETCH",    "FLUSH",    "GET",
              "GRANT",    "HANDLER",   "HELP",      "INSERT",  "INSTALL",  "ITERATE",  "KILL",
              "LEAVE",    "LOAD",      "LOCK",      "OPEN",    "OPTIMIZE", "PREPARE",  "PURGE",
              "RELEASE",  "RENAME",    "REPAIR",    "REPLACE", "RESET",    "RESIGNAL", "RETURN",
              "REVOKE",   "ROLLBACK",  "SAVEPOINT", "SELECT",  "SHOW",     "SIGNAL",   "START",
              "TRUNCATE", "UNINSTALL", "UNLOCK",    "UPDATE",  "USE",      "VALUES",   "WITH",
              "XA",       "DEALLOCATE"});
}

/// MariaDB's other language: the head of a routine ends with AS or IS, and declarations follow.
bool StatementShape::feed_oracle_word(const Token& token, bool at_start) {
  if (std::exchange(after_is_, false)) {
    if (is_one_of(token, {"NULL", "NOT", "TRUE", "FALSE", "UNKNOWN"})) return false;
    begin_declarations();
    feed_body_word(token);
    return true;
  }
  if (heading_ && depth_ == 0 && is_word(token, "AS")) {
    begin_declarations();
    return true;
  }
  if (heading_ && depth_ == 0 && is_word(token, "IS")) {
    after_is_ = true;
    return true;
  }
  if (awaiting_ && blocks_.empty() && is_word(token, "DECLARE")) {
    begin_declarations();
    return true;
  }
  const Block top = blocks_.empty() ? Block::begin : blocks_.back();
  if (at_start && (top == Block::package || top == Block::declarations) &&
      is_one_of(token, {"PROCEDURE", "FUNCTION"})) {
    heading_ = true;
    return true;
  }
  if (is_word(token, "LOOP") && !previous_is("END") &&
      (top == Block::while_ || top == Block::for_)) {
    at_start_ = true;
    return true;
  }
  return false;
}

void StatementShape::feed_body_word(const Token& token) {
  const bool at_start = at_start_;
  at_start_ = false;
  if (feed_oracle_word(token, at_start)) return;
  if (closes_block(token, at_start)) return;
  if (opens_block(token, at_start)) {
    awaiting_ = heading_ = false;
    return;
  }
  const bool in_expression = !blocks_.empty() && blocks_.back() == Block::case_expression;
  if (is_one_of(token, {"THEN", "ELSE"})) {
    at_start_ = !in_expression;
  } else if (is_word(token, "DO")) {
    at_start_ = !at_start && !blocks_.empty() &&
                (blocks_.back() == Block::while_ || blocks_.back() == Block::for_);
  } else if (at_start && is_word(token, "DECLARE")) {
    declaring_ = true;
  } else if (declaring_ && is_word(token, "HANDLER") &&
             is_one_of(previous_, {"EXIT", "CONTINUE", "UNDO"})) {
    awaiting_ = true;
  } else if ((is_word(token, "NOT") && previous_is("BEGIN")) ||
             (is_word(token, "ATOMIC") && previous_is("NOT"))) {
    at_start_ = true;
  } else if (awaiting_ && begins_statement(token)) {
    awaiting_ = false;  // the body is this one statement: an IF in it is a function
    heading_ = is_word(token, "RETURN");  // Oracle's heads say so what a function returns
  }
}

}  // namespace covet::migrations
