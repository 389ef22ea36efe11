#pragma once

#include "core/query/spelling.h"

namespace covet::sqlite {

const query::Spelling& spelling();

}  // namespace covet::sqlite
