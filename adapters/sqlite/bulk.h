#pragma once

#include <memory>

#include "adapters/sqlite/connection.h"
#include "core/db/bulk.h"

namespace covet::sqlite {

/// One prepared INSERT, run again and again.
std::unique_ptr<BulkWriter> open_bulk(SqliteConnection& connection, const BulkTarget& target);

}  // namespace covet::sqlite
