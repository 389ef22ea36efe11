#pragma once

#include <memory>

#include "adapters/postgresql/connection.h"
#include "core/db/bulk.h"

namespace covet::postgresql {

/// COPY … FROM STDIN.
std::unique_ptr<BulkWriter> open_bulk(PostgresqlConnection& connection, const BulkTarget& target);

}  // namespace covet::postgresql
