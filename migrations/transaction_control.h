#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/sql_lexer.h"

namespace covet::migrations {

/// The word with which `statement` begins, ends or marks a transaction ("COMMIT", "SET
/// autocommit"), or nullopt.
std::optional<std::string> transaction_control(std::string_view statement,
                                               const LexicalRules& rules);

/// True for what says something of the session alone, and is gone with it: SET, USE, RESET, SELECT
/// set_config(…). Not for SET LOCAL, which a transaction ends.
bool is_about_session(std::string_view statement, const LexicalRules& rules);

}  // namespace covet::migrations
