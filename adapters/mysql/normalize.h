#pragma once

#include <string>
#include <vector>

#include "core/db/connection.h"
#include "schema/schema.h"

namespace covet::mysql {

/// `wanted` with the expressions and free types of tables that are in `live` too as this server
/// spells them. What differs from live's only in quotes, case and white space takes live's
/// spelling; for the rest the tables are made in a database of their own, read, and dropped with
/// it.
schema::Schema spell(Connection& connection, const schema::Schema& wanted,
                     const schema::Schema& live, std::vector<std::string>& unspelled);

}  // namespace covet::mysql
