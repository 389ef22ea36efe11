#pragma once

#include <string>
#include <vector>

#include "core/db/connection.h"
#include "schema/schema.h"

namespace covet::postgresql {

/// Inspector::normalize. The server spells by holding the wanted columns, checks and indexes in
/// temporary tables, in a transaction that is rolled back.
schema::Schema spell(Connection& connection, const schema::Schema& wanted,
                     const schema::Schema& live, std::vector<std::string>& unspelled);

}  // namespace covet::postgresql
