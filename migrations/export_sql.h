#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/db/dialect.h"
#include "migrations/migration.h"

namespace covet::migrations {

/// A file of plain SQL.
struct SqlFile {
  std::string name;
  std::string text;
};

/// Each migration as `<version>_<name>.up.sql` and, where it has a way back, `.down.sql`, which is
/// golang-migrate's layout and what most other tools can read. covet's own marks are gone;
/// comments stay. What a section says of its transaction stands in a comment. Steps are compiled by
/// `models`, the project's as they are now; throws Error{usage, unsupported} with each step that
/// they don't fit any more.
std::vector<SqlFile> export_pairs(std::span<const Migration> migrations, const Dialect& dialect,
                                  const model::ModelSet& models);

/// Every up behind the one before it, for the engine's own shell: in a transaction each, where the
/// engine's DDL is transactional.
std::string export_single(std::span<const Migration> migrations, const Dialect& dialect,
                          const model::ModelSet& models);

}  // namespace covet::migrations
