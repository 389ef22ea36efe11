#pragma once

#include "cli/context.h"
#include "cli/session.h"

namespace covet::cli {

/// Where a drop and an add look alike, a person is asked whether it is a rename, and `comparison`
/// follows the answers. Where nobody can be asked, throws Error{usage} with a diagnostic that names
/// the ways out.
void settle_renames(const Context& context, const Session& session, schema::Comparison& comparison);

}  // namespace covet::cli
