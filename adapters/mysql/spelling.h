#pragma once

#include "core/query/spelling.h"

namespace covet::mysql {

const query::Spelling& spelling();

}  // namespace covet::mysql
