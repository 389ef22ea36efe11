#pragma once

#include "schema/backend.h"

namespace covet::postgresql {

const schema::Guard& guard();

}  // namespace covet::postgresql
