#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/error.h"

/// "text" in double quotes is a name; where no column has it, SQLite can take it for a string.
/// covet asks it not to, so that a mistyped name is an error, but schemas of other programs have
/// such strings: these are let through where no column's name is near.
namespace covet::sqlite {

/// True if a CREATE TABLE or CREATE INDEX that failed with `error` holds strings in double quotes,
/// and nothing that could be a mistyped column. `columns`: those of the index's table.
bool wants_strings_in_double_quotes(const Error& error, const std::string& sql,
                                    std::span<const std::string> columns);

/// The table that a CREATE INDEX is about, or "".
std::string table_of_index(const std::string& sql);

/// True if a view or trigger fails with `message` for want of a function or a module: the program
/// that it was written for has them.
bool wants_what_is_elsewhere(std::string_view message);

/// True if the column that `message` misses stands in `sql` in double quotes, and none of
/// `columns`, those of the whole database, is near.
bool may_be_a_string(std::string_view message, const std::string& sql,
                     std::span<const std::string> columns);

}  // namespace covet::sqlite
