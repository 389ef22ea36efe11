#pragma once

#include "schema/backend.h"

namespace covet::mysql {

schema::Client client();

}  // namespace covet::mysql
