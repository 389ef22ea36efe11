#pragma once

#include <string>

#include "tests/support/databases.h"

namespace covet::tests {

/// What the engine's own client says of a database (pg_dump, mariadb-dump; SQLite's pragmas), so
/// that nothing hangs on what covet's inspector sees. Statements are sorted, and so are the lines
/// of each: the order of columns is no difference. Throws std::runtime_error where the client
/// fails. `rights`: with owners and grants, where the engine has them.
std::string dump(const TestDatabase& database, bool rights = false);

}  // namespace covet::tests
