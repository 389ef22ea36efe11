#pragma once

#include "core/db/two_phase.h"

namespace covet::mysql {

/// XA transactions, whose gtrid is the whole id. A session that has prepared one can do nothing
/// else until it ends it (MariaDB, and MySQL before 8.0.29).
const TwoPhase& two_phase();

}  // namespace covet::mysql
