#pragma once

#include <string>
#include <vector>

#include "core/db/connection.h"
#include "core/db/sql_lexer.h"
#include "migrations/decide.h"
#include "migrations/live_steps.h"
#include "schema/change.h"

namespace covet::migrations {

/// What a statement of a hand-written file can lose, by its tokens: DROP TABLE, DROP COLUMN,
/// TRUNCATE, DELETE without WHERE. Generated files say it themselves (`-- covet:hazard`).
std::vector<schema::Hazard> hazards_of(std::string_view statement, const LexicalRules& rules);

/// Takes back the DROP TABLE of a rebuild: a table dropped where a later statement renames its
/// successor to its name loses nothing by itself.
void forget_rebuilds(std::vector<SqlStatement>& statements, const LexicalRules& rules);

/// A hazard of a plan that nobody has approved yet, with what is there to lose.
struct Loss {
  schema::Hazard hazard;
  const Run* run = nullptr;
  const SqlStatement* statement = nullptr;
  std::int64_t rows = 0;  ///< rows, or values that are not NULL; -1: could not be counted
  bool approved = false;  ///< by `-- covet:allow` in the file, `--allow KIND`, or a generated down
                          ///< (see `approve_downs`)
};

/// The losses in `plan`. Counts with read-only queries; a table or column that does not exist yet
/// has nothing to lose. `steps` knows the tables of steps that name a model; may be null where none
/// do.
std::vector<Loss> losses(const RunPlan& plan, Connection& connection,
                         const std::vector<std::string>& allowed_kinds, bool approve_downs,
                         LiveSteps* steps = nullptr);

}  // namespace covet::migrations
