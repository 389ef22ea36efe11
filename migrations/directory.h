#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/sql_lexer.h"
#include "migrations/migration.h"

namespace covet::migrations {

/// All migrations of `folder` for `engine`, sorted by version, repeatable ones last; a missing
/// folder holds none. Files of other engines are left out; files that are no migrations (README.md)
/// too. Follows no symbolic links out of regular files. Throws Error{parse} with every fault of
/// every file: two files of one version, a plain one beside an engine's, bad names that end in
/// .sql.
std::vector<Migration> load_directory(const std::filesystem::path& folder, std::string_view engine,
                                      const LexicalRules& rules);
/// The same, with the faults put behind those that are in `faults`; what has none is returned.
std::vector<Migration> load_directory(const std::filesystem::path& folder, std::string_view engine,
                                      const LexicalRules& rules, std::vector<Diagnostic>& faults);

/// max(now, highest + 1 s) as YYYYMMDDhhmmss; `now` in UTC. `highest` is the last version of any
/// engine's file.
Version next_version(const std::vector<Version>& existing, Timestamp now);
/// The versions of every file in `folder`, of all engines.
std::vector<Version> versions_in(const std::filesystem::path& folder);

/// "Add ratings!" → "add_ratings". Throws Error{usage} where nothing is left.
std::string file_slug(std::string_view title);

}  // namespace covet::migrations
