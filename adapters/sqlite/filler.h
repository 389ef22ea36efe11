#pragma once

#include <string>

#include "schema/schema.h"

namespace covet::sqlite {

/// What existing rows get in a new column of `table` that is not null and has no default: 0, '',
/// the first value of a list, now. "" for a column that takes NULL, or fills itself.
std::string filler(const schema::Column& column, const schema::Table& table);

}  // namespace covet::sqlite
