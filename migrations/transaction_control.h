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

}  // namespace covet::migrations
