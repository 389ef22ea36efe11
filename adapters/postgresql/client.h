#pragma once

#include "schema/backend.h"

namespace covet::postgresql {

schema::Client client();

}  // namespace covet::postgresql
