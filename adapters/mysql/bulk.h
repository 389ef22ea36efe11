#pragma once

#include <memory>
#include <string>

#include "adapters/mysql/connection.h"
#include "core/db/bulk.h"

namespace covet::mysql {

/// LOAD DATA LOCAL where the connection was opened for it and the server takes it, else INSERTs of
/// many rows.
std::unique_ptr<BulkWriter> open_bulk(MysqlConnection& connection, const BulkTarget& target);

/// "`schema`.`table`".
std::string quoted_table(const BulkTarget& target);
/// "`a`, `b`".
std::string quoted_columns(const BulkTarget& target);

}  // namespace covet::mysql
