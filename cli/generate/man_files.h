#pragma once

#include "cli/generate/man.h"

namespace covet::cli::generate {

/// covet-model(5): the model files.
Page model_page();
/// covet-migration(5): the migration files.
Page migration_page();
/// covet.toml(5).
Page config_page();
/// covet-limits(7): what is not carried.
Page limits_page();

}  // namespace covet::cli::generate
