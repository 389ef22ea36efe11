#pragma once

#include "schema/backend.h"

namespace covet::sqlite {

/// SQLite 3.38 or later, in files and in memory.
const schema::Backend& backend();

}  // namespace covet::sqlite
