#pragma once

#include <functional>

#include "migrations/run_context.h"

namespace covet::migrations {

/// Does `work`. Where it fails because somebody else held a lock (lock timeout, deadlock,
/// serialization failure; behind a pooler the migration lock too), which leaves nothing behind,
/// does it again after a growing pause, until the options' lock_retry is over. `work` must be all
/// that a ROLLBACK took back.
void patiently(const RunContext& context, const Run& run, const std::function<void()>& work);

}  // namespace covet::migrations
