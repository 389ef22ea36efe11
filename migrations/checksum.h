#pragma once

#include <string>
#include <string_view>

#include "core/db/sql_lexer.h"

namespace covet::migrations {

/// "sha256:…" over the tokens of `sql`, each length-prefixed with its kind, so that white space,
/// line ends and comments outside literals don't count. Executable comments and covet's own
/// directives (but allow, ignore, parent, schema, hazard, step, rerunnable) do, a step by the words
/// of its query; CRLF counts as LF, also inside literals.
std::string checksum(std::string_view sql, const LexicalRules& rules);

}  // namespace covet::migrations
