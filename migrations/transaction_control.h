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

/// The first `count` code tokens of `statement`, or fewer; never reads further than that.
std::vector<Token> first_tokens(std::string_view statement, std::size_t count,
                                const LexicalRules& rules);

}  // namespace covet::migrations
