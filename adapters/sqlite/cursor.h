#pragma once

#include <memory>

#include "adapters/sqlite/connection.h"
#include "core/db/cursor.h"

namespace covet::sqlite {

std::unique_ptr<Cursor> open_cursor(SqliteConnection& connection, const Statement& statement);

}  // namespace covet::sqlite
