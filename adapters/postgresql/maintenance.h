#pragma once

#include "schema/maintenance.h"

namespace covet::postgresql {

const schema::Maintenance& maintenance();

}  // namespace covet::postgresql
