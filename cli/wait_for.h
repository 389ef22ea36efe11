#pragma once

#include <chrono>

#include "cli/context.h"
#include "cli/settings.h"

namespace covet::cli {

/// Tries to connect until it works. Throws the last attempt's error when `timeout` has passed, and
/// at once what no waiting mends (a URL that makes no sense).
void wait_for_database(Context& context, const Target& target, std::chrono::milliseconds timeout);

}  // namespace covet::cli
