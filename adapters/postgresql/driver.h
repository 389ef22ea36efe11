#pragma once

#include "core/db/driver.h"

namespace covet::postgresql {

const Driver& driver();

}  // namespace covet::postgresql
