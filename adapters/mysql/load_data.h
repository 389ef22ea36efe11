#pragma once

#include <memory>

#include "adapters/mysql/connection.h"
#include "core/db/bulk.h"

namespace covet::mysql {

/// LOAD DATA LOCAL INFILE out of a pipe. The server would only warn of a row that it skips or
/// bends: here each warning is an error, and nothing stays.
std::unique_ptr<BulkWriter> open_load_data(MysqlConnection& connection, const BulkTarget& target);

}  // namespace covet::mysql
