#pragma once

#include "cli/context.h"
#include "cli/json.h"
#include "migrations/execute.h"

namespace covet::cli {

/// Shows a run's events: a live line on a terminal, one line a migration elsewhere (grouped on
/// GitHub), or with --json one object a line on standard output. `context` must outlive it.
migrations::Observer show_progress(const Context& context);

/// "note: …", "warning: …".
std::string notice_text(const Notice& notice);

/// Prints one event of a --json stream.
void print_event(const Context& context, std::string_view event, const JsonObject& rest);

}  // namespace covet::cli
