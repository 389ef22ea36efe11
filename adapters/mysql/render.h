#pragma once

#include <span>

#include "schema/backend.h"

namespace covet::mysql {

/// SQL for changes of one table, or for one change. `before` is the schema that they start from.
schema::Rendered render_group(std::span<const schema::Change> group, const schema::Schema& before,
                              const ServerInfo& server);

}  // namespace covet::mysql
