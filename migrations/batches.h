#pragma once

#include <cstddef>

#include "migrations/run_context.h"

namespace covet::migrations {

/// Runs statement `index`, which has a Batch, from the key in `row` on: each batch is a transaction
/// together with its key in the history, so that a run that was stopped or killed goes on behind
/// the last one that is done. Rows whose key is NULL come last, at once. A batch that can't get a
/// lock is tried again (patience.h). Changes and writes `row`; marks the statement done at the end.
StatementTime run_batches(const RunContext& context, const Run& run, std::size_t index,
                          Applied& row);

}  // namespace covet::migrations
