#pragma once

#include "schema/backend.h"

/// PostgreSQL 12 and later, through libpqxx.
namespace covet::postgresql {

const schema::Backend& backend();

}  // namespace covet::postgresql
