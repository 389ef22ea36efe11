#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace covet::sqlite {

/// CREATE TABLE without the indexes. `name` is the table's own, or another for a rebuild. The
/// text's form is fixed: read back it gives `table`.
std::string create_table(const schema::Table& table, const std::string& name);

/// The triggers on `table`, as the database holds them.
std::vector<const schema::Object*> triggers_of(const schema::Schema& schema,
                                               const schema::TableName& table);

}  // namespace covet::sqlite
