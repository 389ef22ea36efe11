#pragma once

#include <optional>

#include "schema/backend.h"

/// Views, functions, triggers and the like of models as SQL text. A part of from_models.
namespace covet::schema {

/// Nothing where it is not for this engine. A view may say its query alone: CREATE VIEW is put
/// before it.
std::optional<Object> lower_object(const model::ObjectDef& from, const model::ModelSet& models,
                                   const Ddl& ddl);

/// "CREATE VIEW "x" AS\n": what a view's query stands behind.
std::string view_head(const Object& view, const Dialect& dialect);

/// The SQL of a schema whose model has none.
std::string schema_head(const Object& schema, const Dialect& dialect);

}  // namespace covet::schema
