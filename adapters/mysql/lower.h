#pragma once

#include <span>

#include "adapters/mysql/flavor.h"
#include "schema/backend.h"

namespace covet::mysql {

schema::LoweredField lower_field(const model::Field& field, const schema::FieldContext& context,
                                 const Flavor& flavor, std::span<const std::string_view> keys);

/// The type of a field's column as the catalog will spell it. Throws Error{model}.
std::string column_type(const model::Field& field, const model::ModelSet& models,
                        const Flavor& flavor, std::span<const std::string_view> keys);

}  // namespace covet::mysql
