#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "adapters/postgresql/connection.h"
#include "adapters/postgresql/pqxx_compat.h"
#include "core/db/cursor.h"

namespace covet::postgresql {

/// A result's columns: their names, and the oids of their types.
struct Columns {
  std::shared_ptr<const std::vector<std::string>> names;
  std::vector<unsigned> types;
};
Columns columns_of(const pqxx::result& result);
void read_row(std::span<Value> values, const pqxx::row& row, const Columns& columns);

/// The rows of one COPY, in a transaction of its own where none is open: a statement's timeout
/// counts for all of them. What COPY can't take has a server-side cursor, with batches of some
/// megabytes; what can't be declared as one (SHOW, INSERT … RETURNING) is read at once.
std::unique_ptr<Cursor> open_cursor(PostgresqlConnection& connection, const Statement& statement);

}  // namespace covet::postgresql
