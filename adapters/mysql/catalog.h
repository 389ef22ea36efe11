#pragma once

#include <string>

#include "core/db/connection.h"
#include "schema/backend.h"

namespace covet::mysql {

/// Reads the whole of `database`, sorted. What belongs to that database bears no schema name.
schema::Schema read_database(Connection& connection, const std::string& database,
                             const schema::Scope& scope);

}  // namespace covet::mysql
