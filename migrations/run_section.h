#pragma once

#include <cstddef>
#include <stop_token>

#include "core/db/connection.h"
#include "migrations/live_steps.h"
#include "migrations/migration.h"
#include "schema/backend.h"

namespace covet::migrations {

/// Runs the statements of one section and writes no history: for `sync` and for trials, which have
/// none. Each segment (segments.h) is a transaction where it can be one; batches are one as well.
/// `done` says how many statements stand, also after a failure. A stop request cancels the running
/// statement. Throws the server's Error, and what `steps` throws.
void run_section(const Section& section, Connection& connection, const schema::Guard& guard,
                 LiveSteps& steps, const std::stop_token& stop, std::size_t& done);

}  // namespace covet::migrations
