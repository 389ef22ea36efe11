#pragma once

#include <string_view>

#include "schema/schema.h"

namespace covet::sqlite {

/// What a CREATE TABLE statement says, as SQLite keeps it in sqlite_schema. Names of columns are
/// spelled as the column's own definition does, wherever they stand; a foreign key without columns
/// has no target_columns. Texts are as written; for options see table_options.h. Throws
/// Error{parse}.
schema::Table parse_create_table(std::string_view sql);

/// What a CREATE INDEX statement says. Names of columns are as written there. Throws Error{parse}.
schema::Index parse_create_index(std::string_view sql);

}  // namespace covet::sqlite
