#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/db/connection.h"
#include "migrations/history.h"
#include "migrations/imports/conversion.h"
#include "migrations/imports/format.h"

namespace covet::migrations::imports {

/// What of another tool's table covet's own can take over.
struct Adoption {
  std::vector<Applied> rows;           ///< to be inserted, sorted by version
  std::size_t known = 0;               ///< rows that covet's table has already
  std::vector<std::string> no_file{};  ///< keys that ran there and belong to no file
};

/// Pure. A row counts as run at `now` where the tool didn't write down when. Throws Error{refused}
/// where the tool left something half done.
Adoption plan_adoption(const ToolHistory& history, std::span<const ImportedFile> files,
                       std::span<const Applied> present, std::string_view tool, Timestamp now);

/// Writes the rows, all or none. The history table is there, and the lock held.
void adopt(const Adoption& adoption, Connection& connection, History& history);

}  // namespace covet::migrations::imports
