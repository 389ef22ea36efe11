#pragma once

#include <vector>

#include "cli/context.h"
#include "cli/project.h"
#include "cli/settings.h"

namespace covet::cli {

/// The databases whose schemas `make` starts from: one for each engine of the project, the chosen
/// database for its own engine, else the first environment of that engine. Throws Error{config} for
/// an engine without one.
std::vector<Target> targets_for_make(const Context& context, const Project& project);

}  // namespace covet::cli
