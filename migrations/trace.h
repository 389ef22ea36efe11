#pragma once

#include <cstdint>
#include <string_view>

#include "core/db/sql_lexer.h"
#include "migrations/decide.h"
#include "schema/backend.h"

namespace covet::migrations {

/// What tells, when nobody saw a statement end, whether it took effect.
enum class Trace : std::uint8_t {
  schema,      ///< what it names looks different then
  repeatable,  ///< nothing; but to run it twice does no harm (GRANT, TRUNCATE, CREATE OR REPLACE)
  none,        ///< nothing, and a second time would do it again, or fail (CALL, EXCHANGE PARTITION)
};

/// By the words a statement begins with. Only statements that no transaction holds are asked about.
Trace trace_of(std::string_view statement, const LexicalRules& rules);

/// CREATE … IF NOT EXISTS, DROP … IF EXISTS.
bool is_conditional(std::string_view statement, const LexicalRules& rules);

/// Throws Error{refused} with a Diagnostic for each statement of `plan` that would run by itself,
/// of which a crash would leave no trace, and that no `-- covet:rerunnable` marks.
void refuse_untraceable(const RunPlan& plan, const Dialect& dialect, const schema::Guard& guard);

}  // namespace covet::migrations
