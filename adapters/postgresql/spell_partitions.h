#pragma once

#include <string>
#include <vector>

#include "core/db/connection.h"
#include "schema/schema.h"

namespace covet::postgresql {

/// Spells how tables are partitioned, and their partitions' bounds, where that differs from `live`.
/// Runs in the transaction of normalize(), whose types are there already; leaves nothing behind.
void spell_partitions(Connection& connection, schema::Schema& wanted, const schema::Schema& live,
                      std::vector<std::string>& unspelled);

}  // namespace covet::postgresql
