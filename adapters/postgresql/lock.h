#pragma once

#include "schema/backend.h"

namespace covet::postgresql {

const schema::Locker& locker();

}  // namespace covet::postgresql
