#pragma once

#include <string_view>

#include "core/base/error.h"

struct sqlite3;

namespace covet::sqlite {

/// What SQLite refused, as covet's error, with a hint. `code` is the extended result code; `db`
/// tells the message and the place in `sql`. Never throws anything but what it returns.
Error error_from(sqlite3* db, int code, std::string_view sql);

/// The same where there is no statement: opening `path`. `db` may be null.
Error open_error(sqlite3* db, int code, std::string_view path);

}  // namespace covet::sqlite
