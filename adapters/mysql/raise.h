#pragma once

#include "adapters/mysql/flavor.h"
#include "schema/schema.h"

namespace covet::mysql {

model::Field raise_column(const schema::Column& column, const Flavor& flavor);

}  // namespace covet::mysql
