#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace covet::sqlite {

/// See schema::Ddl::complete. Expressions stay as they are written.
void complete(schema::Table& table, std::vector<std::string>& notes);

}  // namespace covet::sqlite
