#pragma once

#include <optional>
#include <string>

#include "adapters/postgresql/render.h"

namespace covet::postgresql {

/// The enum whose name as a type is `base`, or null.
const schema::EnumType* enum_of(const schema::Schema& schema, const std::string& base);

/// What existing rows get in a column that is not null and has no default: 0, '', the first value.
/// Nothing where no value of the type is known.
std::optional<std::string> filler(const schema::Column& column, const Render& render);

}  // namespace covet::postgresql
