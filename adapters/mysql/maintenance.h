#pragma once

#include "schema/maintenance.h"

namespace covet::mysql {

const schema::Maintenance& maintenance();

}  // namespace covet::mysql
