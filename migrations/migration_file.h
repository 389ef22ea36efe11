#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/db/sql_lexer.h"
#include "migrations/migration.h"
#include "schema/plan.h"

namespace covet::migrations {

/// "20261120093000_create_posts.sqlite.sql" or "R_views.sql" taken apart; nullopt where the name is
/// no migration's.
struct FileName {
  Version version;
  std::string name;
  std::string engine;  ///< "" in a project of one engine
};
std::optional<FileName> parse_file_name(std::string_view file_name);

/// "20261120093000_create_posts": a file's name without its engine and its ending.
std::string file_stem(const Version& version, const std::string& name);

/// Reads one file. A file without marks is all up. Throws Error{parse} with every fault: an unknown
/// directive or option
/// ("did you mean"), a section twice, text before the first mark, splitter faults,
/// BEGIN/COMMIT/ROLLBACK inside a transactional section.
Migration parse_migration(const std::filesystem::path& file, std::string text,
                          const LexicalRules& rules);

/// The text of a generated file. `marks`: write `-- covet:step N`. Statements end with ";" (or
/// stand between DELIMITER lines where they hold semicolons of their own and the engine wants
/// that).
std::string format_migration(const schema::Plan& plan, const std::optional<Version>& parent,
                             const std::string& schema_fingerprint, const Dialect& dialect);
/// The text of `make --empty`.
std::string format_empty_migration(const std::optional<Version>& parent);
/// The text of `make --data`: with these steps, which parse_query() reads, or an example of one.
/// Its down says that there is no way back: what rows held before is nowhere.
std::string format_data_migration(const std::optional<Version>& parent,
                                  std::span<const std::string> steps);

}  // namespace covet::migrations
