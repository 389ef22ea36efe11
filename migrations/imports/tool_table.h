#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/connection.h"
#include "migrations/imports/format.h"

/// Reading other tools' tables.
namespace covet::migrations::imports {

/// All rows, with these columns, of a table ("schema.table" where it lies in one), sorted by
/// `order`; nullopt where there is no such table, or where it has no such columns.
std::optional<Rows> read_table(Connection& connection, std::string_view table,
                               const std::vector<std::string>& columns,
                               std::string_view order = {});

/// What `read_table` has read, with one key a row.
std::optional<ToolHistory> history_of_keys(Connection& connection, std::string_view table,
                                           const std::string& column);

/// The moment in a column, where it is one.
std::optional<Timestamp> moment_in(const Row& row, std::string_view column);

}  // namespace covet::migrations::imports
