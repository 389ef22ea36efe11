#pragma once

#include "schema/backend.h"

namespace covet::sqlite {

schema::Client client();

}  // namespace covet::sqlite
