#pragma once

#include "schema/backend.h"

namespace covet::postgresql {

const schema::Inspector& inspector();

}  // namespace covet::postgresql
