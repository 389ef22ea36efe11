#pragma once

#include "schema/maintenance.h"

namespace covet::sqlite {

const schema::Maintenance& maintenance();

}  // namespace covet::sqlite
