#pragma once

#include "cli/json.h"
#include "schema/schema.h"

namespace covet::cli {

/// A schema value for `inspect --json`: names, types and expressions as the engine's catalog spells
/// them.
void add_schema(JsonObject& document, const schema::Schema& schema);

}  // namespace covet::cli
