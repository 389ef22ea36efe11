#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace covet::sqlite {

/// A column's definition, with the primary key where it must stand inside (AUTOINCREMENT).
std::string column_definition(const schema::Column& column, const schema::Table& table);

std::string unique_definition(const schema::Unique& unique);
std::string check_definition(const schema::Check& check);
std::string foreign_key_definition(const schema::ForeignKey& key);
/// What stands behind REFERENCES, for a definition within a column.
std::string references(const schema::ForeignKey& key);
/// "CONSTRAINT "x" ", or "" without a name.
std::string constraint_name(const std::string& name);
/// "a", "b" quoted and separated by commas.
std::string column_list(const std::vector<std::string>& columns);

/// True if the primary key is written within its column's definition.
bool has_inline_key(const schema::Table& table);

}  // namespace covet::sqlite
