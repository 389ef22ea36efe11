#pragma once

#include "core/query/spelling.h"

namespace covet::postgresql {

const query::Spelling& spelling();

}  // namespace covet::postgresql
