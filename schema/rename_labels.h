#pragma once

#include "schema/change.h"

namespace covet::schema {

/// Writes the renamed values of an enum anew in the defaults, checks, indexes and generated columns
/// of all tables, as a server does by itself: where a literal is cast to the type, or, between
/// braces, to its array.
void rename_labels(Schema& schema, const AlterEnum& change);

}  // namespace covet::schema
