#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/json.h"
#include "cli/style.h"
#include "schema/change.h"

namespace covet::cli {

/// Changes, one a line: sign, kind, name, detail, what is lost. `width` 0: as wide as it gets.
std::string changes_text(std::span<const schema::Change> changes, const Style& style,
                         std::size_t width);

/// "6 changes: 3 to add, 1 to alter, 1 to rename, 1 to drop (loses data)".
std::string changes_summary(std::span<const schema::Change> changes);

JsonArray changes_json(std::span<const schema::Change> changes);
JsonArray hazards_json(const std::vector<schema::Hazard>& hazards);

}  // namespace covet::cli
