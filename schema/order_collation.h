#pragma once

#include <string>
#include <vector>

#include "schema/change.h"

/// For the order of changes, where foreign keys keep the collation of their columns as it is.
namespace covet::schema {

bool changes_collation(const AlterTable& alter);

/// True if one of the columns holds letters in the collation of its table.
bool any_takes_collation(const Schema& schema, const TableName& table,
                         const std::vector<std::string>& columns);

}  // namespace covet::schema
