#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

/// What only SQLite has to say, as options.
///   Table:       strict, without_rowid: "true". nullable_key: "true" where no column of the
///   primary
///                key is declared NOT NULL, else the names of those that aren't, separated by
///                commas. A key column is never nullable in a schema value; SQLite's may be, and
///                the difference is kept here.
///   PrimaryKey, Unique:
///                on_conflict: "rollback", "abort", "fail", "ignore" or "replace"; order: "desc,
///                asc", collations: "nocase, ", both by position, so that they outlive a rename.
///   Check:       on_conflict.
///   Column:      not_null_on_conflict.
///   ForeignKey:  implied_columns: "true" where REFERENCES names the table alone; spelling: the
///   table
///                or its columns as written, where this is another case than their own: "Users
///                (Id)".
namespace covet::sqlite {

std::span<const std::string_view> known_table_options();
/// Those of a relation's foreign key may stand at its field.
std::span<const std::string_view> known_column_options();

bool has_option(const schema::Options& options, const std::string& option);

/// True if the table's option says that key column `column` is not declared NOT NULL.
bool is_nullable_key(const schema::Table& table, std::string_view column);

/// Writes the option for the key columns in `undeclared`, which may be none or all of them.
void set_nullable_key(schema::Table& table, const std::vector<std::string>& undeclared);

/// True if the table's primary key is another name of the rowid: one column of type INTEGER, not
/// descending.
bool has_rowid_alias(const schema::Table& table);

/// " ON CONFLICT IGNORE", or "" where the option isn't there.
std::string conflict_clause(const schema::Options& options,
                            const std::string& option = "on_conflict");

/// The columns of a key with their orders and collations: ""a" COLLATE "nocase" DESC, "b"".
std::string key_columns(const std::vector<std::string>& columns, const schema::Options& options);

/// The parts of a list that stands in an option.
std::vector<std::string> parts_of(const std::string& list);

}  // namespace covet::sqlite
