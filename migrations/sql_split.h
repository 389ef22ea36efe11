#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/db/sql_lexer.h"

namespace covet::migrations {

/// A statement in a text: a view of it without its terminator, from its first to its last token
/// that is not white space or a comment in front of it.
struct StatementSpan {
  std::string_view text;
  std::size_t offset;  ///< of text in the whole
};

/// Cuts `sql` into statements by the engine's rules: quotes, comments, compound bodies, DELIMITER.
/// Text that holds only comments gives none. Throws Error{parse} with a Diagnostic (line and column
/// within `sql`, file empty) for an unterminated quote or comment, a shell's own command
/// (\connect), a body without END.
std::vector<StatementSpan> split_sql(std::string_view sql, const LexicalRules& rules);

}  // namespace covet::migrations
