#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/db/sql_lexer.h"
#include "migrations/statement_shape.h"

namespace covet::migrations {

/// The data of a COPY … FROM stdin, whose semicolon ends at `from`: the lines below, and the line
/// `\.` behind them.
struct CopyData {
  std::size_t end = 0;  ///< behind `\.`, or the end of the text
  bool closed = false;  ///< the line `\.` is there
  bool alone = true;    ///< no code stands behind the semicolon on its line
};

CopyData copy_data_at(std::string_view sql, std::size_t from);

/// True where `statement` needs no semicolon behind it: it ends with the data of a COPY.
bool ends_itself(std::string_view statement, const LexicalRules& rules);

/// `statement` with what ends it in a file: a semicolon, or nothing behind the data of a COPY.
std::string terminated(std::string_view statement, const LexicalRules& rules);

/// True where no statement is open at the end of `sql`.
bool ends_closed(std::string_view sql, const LexicalRules& rules);

/// Reads a text's tokens, and the data of a COPY as one of them, a string: it is no SQL. The text
/// must outlive it.
class CodeWalk {
 public:
  CodeWalk(std::string_view sql, const LexicalRules& rules)
      : sql_(sql), rules_(rules), shape_(rules) {}

  bool done() const { return position_ >= sql_.size(); }
  /// Precondition: !done().
  Token next();

 private:
  void follow(const Token& token);

  std::string_view sql_;
  const LexicalRules& rules_;
  StatementShape shape_;
  std::size_t position_ = 0;
  bool data_follows_ = false;
};

}  // namespace covet::migrations
