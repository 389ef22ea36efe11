#pragma once

#include <string>

#include "core/db/dialect.h"
#include "migrations/migration.h"
#include "schema/query_models.h"

namespace covet::migrations {

/// A step as its engine runs it.
struct StepSql {
  std::string sql;  ///< one statement, its values in it; with `{batch}` where it runs in batches
  Batch batch{};    ///< the statement's own, table and key as SQL
  bool planned = false;  ///< it names what isn't in the database yet
};

/// Compiles the step that `statement` is. Pure. Throws Error{usage, unsupported} with one
/// diagnostic, which points at the name within `statement.text` that is meant, and has no file.
StepSql step_sql(const SqlStatement& statement, const schema::QueryModels& models,
                 const Dialect& dialect);

}  // namespace covet::migrations
