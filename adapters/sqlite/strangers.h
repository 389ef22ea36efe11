#pragma once

#include <string>
#include <string_view>

#include "core/base/error.h"

struct sqlite3;

/// Collations and functions that a program registers with each connection of its own, and that
/// SQLite hasn't got. Definitions that name them can be made and carried without them, as long as
/// no row has to be put in order or computed: that is refused.
namespace covet::sqlite {

/// Registers a stand-in for the collation or function that `sql`, a CREATE TABLE, CREATE INDEX or
/// ALTER TABLE, failed with `error` for want of. False if it is another statement or error, or if
/// the name is near to one that is there, and may be mistyped. `used`, which must live as long as
/// `db`, receives the name of a collation that was asked to compare: the statement is interrupted
/// then.
bool stand_in(sqlite3* db, const Error& error, std::string_view sql, std::string& used);

/// What is told where rows would have to be put in the order of a collation that isn't here.
Error unknown_order(const std::string& collation);

}  // namespace covet::sqlite
