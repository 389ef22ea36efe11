#pragma once

#include <span>

#include "schema/backend.h"

namespace covet::mysql {

/// SQL for changes of one table, or for one change. `before` is the schema that they start from,
/// `after` the one that they lead to.
schema::Rendered render_group(std::span<const schema::Change> group, const schema::Schema& before,
                              const schema::Schema& after, const ServerInfo& server);

}  // namespace covet::mysql
