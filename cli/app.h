#pragma once

#include <string>
#include <vector>

#include "cli/context.h"

namespace covet::cli {

/// Runs one command line (without the program's name) and returns what to exit with. Throws
/// nothing: everything that goes wrong is shown on context.err.
int run(std::vector<std::string> arguments, Context& context);

}  // namespace covet::cli
