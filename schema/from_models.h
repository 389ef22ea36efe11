#pragma once

#include <string>
#include <vector>

#include "core/model/model.h"
#include "schema/backend.h"
#include "schema/diff.h"

namespace covet::schema {

/// The schema that models describe, on one engine, and what they say of the past.
struct Wanted {
  Schema schema;
  DiffOptions options;             ///< renames
  std::vector<std::string> notes;  ///< what an engine lacks where that costs only speed
};

/// Lowers models: relations to columns and foreign keys, many-to-many to junction tables, names to
/// columns, options to constraints, and asks `ddl` for what only the engine knows. `default_schema`
/// is the schema that a table name without one means; a model's db_schema equal to it becomes "".
/// Throws Error{model} with every fault.
Wanted from_models(const model::ModelSet& models, const Ddl& ddl,
                   const std::string& default_schema = {});

}  // namespace covet::schema
