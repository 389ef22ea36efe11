#pragma once

#include <string>
#include <string_view>

namespace covet::schema {

/// `sql` with every identifier `from`, bare or quoted, written as `to` in the same style; function
/// names (before a parenthesis) and string literals stay. For expressions that a server rewrites by
/// itself when a column is renamed.
std::string rename_in_sql(std::string_view sql, std::string_view from, std::string_view to);

/// As rename_in_sql, for a column's default: only a quoted name that stands alone is renamed. The
/// catalogs of engines whose defaults name columns quote them, and a bare word, or the name of a
/// type, means something else.
std::string rename_in_default(std::string_view sql, std::string_view from, std::string_view to);

/// True if `sql` names `name`, bare or quoted.
bool names_in_sql(std::string_view sql, std::string_view name);

}  // namespace covet::schema
