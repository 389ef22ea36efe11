#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/db/sql_lexer.h"
#include "migrations/migration.h"

namespace covet::migrations {

/// What stands behind `-- covet:batch`: "users by id, 5000 rows, pause 20ms"; the pause may be left
/// out, and before a step, whose table is known, the table and the key too. Throws Error{parse}
/// saying what is wrong with it.
Batch parse_batch(std::string_view text, bool before_step = false);

/// `statement` with `condition` for its `{batch}`; nullopt where it holds none outside literals and
/// comments.
std::optional<std::string> with_batch(std::string_view statement, std::string_view condition,
                                      const LexicalRules& rules);

/// `sql` as it runs where it is not cut into batches: over all rows at once.
std::string unbatched(const std::string& sql, const LexicalRules& rules);
/// The same of a statement.
std::string unbatched(const SqlStatement& statement, const LexicalRules& rules);

}  // namespace covet::migrations
