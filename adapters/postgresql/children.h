#pragma once

#include "schema/schema.h"

/// What tables have from their parents, and a model need not say.
namespace covet::postgresql {

/// The columns of partitions and heirs that list none of their own, or not all.
void complete_columns_of_children(schema::Schema& wanted);

/// Their checks, keys and indexes, named as in `live` where that has them already. `wanted` is
/// spelled by the server.
void complete_children(schema::Schema& wanted, const schema::Schema& live);

}  // namespace covet::postgresql
