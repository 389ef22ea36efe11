#pragma once

#include <optional>

#include "cli/project.h"
#include "cli/settings.h"
#include "migrations/squash.h"
#include "schema/backend.h"

namespace covet::cli {

/// Empty databases of `backend` to try things in: in memory where the engine has that, else the
/// scratch_url of the chosen environment, of [project] or of another environment of that engine,
/// which must be empty and is emptied after each use. Nothing where none can be had. Using it
/// throws Error{refused} where the database is not empty.
std::optional<migrations::Scratch> scratch_for(const Context& context, const Project& project,
                                               const std::optional<Target>& target,
                                               const schema::Backend& backend);

}  // namespace covet::cli
