#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace covet::postgresql {

/// Ddl::complete for a server of main version `major`.
void complete(schema::Table& table, int major, std::vector<std::string>& notes);

}  // namespace covet::postgresql
