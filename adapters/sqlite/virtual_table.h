#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/schema.h"

namespace covet::sqlite {

/// What can be told of a virtual table by its text, for the modules that come with SQLite.
struct VirtualTable {
  std::string name;
  std::string sql;
  std::vector<std::string> columns;
  bool has_rowid = true;       ///< beside the columns
  bool holds_rows = true;      ///< what goes in comes out again
  bool reads_a_table = false;  ///< a full-text index of another table's rows; 'rebuild' fills it
};

/// Nothing for another module's table.
std::optional<VirtualTable> read_virtual_table(const schema::Object& object);

}  // namespace covet::sqlite
