#pragma once

#include <memory>

#include "adapters/mysql/connection.h"
#include "core/db/cursor.h"

namespace covet::mysql {

/// Reads the rows as they come over the wire. At the end the server is asked whether that was all:
/// the connector takes a statement that was killed half way for one that is done.
std::unique_ptr<Cursor> open_cursor(MysqlConnection& connection, const Statement& statement);

}  // namespace covet::mysql
