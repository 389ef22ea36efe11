#pragma once

#include <string>
#include <vector>

#include "adapters/mysql/flavor.h"
#include "schema/schema.h"

namespace covet::mysql {

/// Makes a wanted table what the catalog will say of it; see schema::Ddl::complete.
void complete_table(schema::Table& table, const Flavor& flavor,
                    const std::string& default_collation, std::vector<std::string>& notes);

}  // namespace covet::mysql
