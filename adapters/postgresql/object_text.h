#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/schema.h"

/// What the text of an object's statements says.
namespace covet::postgresql {

/// `sql` with `to` for the name that CREATE gives; unchanged where there is none to be found.
/// `to` is quoted where it must be.
std::string with_name(std::string_view sql, std::string_view to);

/// `sql` of a trigger, rule, policy or statistics object with `to` for the table that it stands on.
std::string with_table(std::string_view sql, std::string_view to);

/// The name that with_name() replaces, and the one that with_table() does, as they are written.
std::string name_in(std::string_view sql);
std::string table_in(std::string_view sql);

/// The statement that takes back what one of Object::then did: "COMMENT ON … IS NULL" for a
/// comment. Nothing where there is none.
std::optional<std::string> undo_of(std::string_view statement);

/// "(IN integer, IN text)": a procedure's arguments, where others of its name give something out.
std::string with_modes(std::string_view signature);

/// Without WITH [NO] DATA at its end, which says what a materialized view holds, not what it is.
std::string without_data_clause(std::string_view sql);

}  // namespace covet::postgresql
