#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

/// What only SQLite has to say of a table, as Table.options:
///   strict         "true"
///   without_rowid  "true"
///   nullable_key   "true" where no column of the primary key is declared NOT NULL, else the names
///   of those that aren't,
///                  separated by commas. A key column is never nullable in a schema value; SQLite's
///                  may be, and the difference is kept here.
///   primary_key    the key's columns as written, where one has an order or a collation: "\"id\"
///   DESC" on_conflict    conflict clauses: "primary_key replace; unique(a, b) ignore; not_null(c)
///   fail"
namespace covet::sqlite {

std::span<const std::string_view> known_table_options();

bool has_option(const schema::Table& table, const std::string& option);

/// True if the table's option says that key column `column` is not declared NOT NULL.
bool is_nullable_key(const schema::Table& table, std::string_view column);

/// Writes the option for the key columns in `undeclared`, which may be none or all of them.
void set_nullable_key(schema::Table& table, const std::vector<std::string>& undeclared);

/// True if the table's primary key is another name of the rowid: one column of type INTEGER, not
/// descending.
bool has_rowid_alias(const schema::Table& table);

/// "unique(a, b)", …: what a conflict clause belongs to.
std::string conflict_place(std::string_view kind, const std::vector<std::string>& columns);
/// " ON CONFLICT IGNORE", or "" where the table's options have none for this place.
std::string conflict_clause(const schema::Table& table, const std::string& place);

}  // namespace covet::sqlite
