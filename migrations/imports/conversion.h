#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/db/sql_lexer.h"
#include "migrations/migration.h"

namespace covet::migrations::imports {

/// A line of another tool's file.
struct Line {
  std::string text;
  std::size_t number = 0;  ///< in its file, from 1
  bool closes = false;     ///< a statement ends here, also where no semicolon says so
};

/// The SQL of one direction, line by line as it stands in one file.
struct Script {
  std::string file;  ///< to show
  std::vector<Line> lines;
  bool transaction = true;
  bool foreign_keys_off = false;
  /// The tool wrote every BEGIN and COMMIT in it, also where they don't make pairs.
  bool frames_are_the_tools = false;
  /// The tool's own tables: statements about them go.
  std::vector<std::string> own_tables{};

  /// True where nothing stands in it but blanks and comments that open a line.
  bool empty() const;
};

/// One migration of another tool.
struct Imported {
  Version version;
  std::string name;                    ///< a slug
  std::string key;                     ///< what the tool's own history calls it
  std::vector<std::string> parents{};  ///< keys; only where the tool has a graph (alembic)
  std::vector<Line> head{};            ///< comments above the first mark, of up's file
  Script up;
  std::optional<Script> down{};
};

/// What a person says beside the folder.
struct Options {
  std::map<std::string, std::string> placeholders{};  ///< what stands for ${x}
};

/// A folder read by one format: no files yet, and not sorted.
struct Conversion {
  std::vector<Imported> migrations;
  std::vector<Diagnostic> faults;
  std::vector<std::string> notes;  ///< what was left out, and why
};

/// One of covet's files.
struct ImportedFile {
  std::string name;  ///< "20260101000000_create_users.sql"
  std::string text;
  std::string source;  ///< the file that up comes from
  std::string key;
  std::vector<std::string> parents;
  Migration migration;  ///< the text as covet reads it
};

/// The files that a conversion makes, sorted by version, for `engine` where that isn't empty.
/// A BEGIN; … COMMIT; goes, as does what a dump does to the session. Throws Error{parse} with every
/// fault, each in the other tool's file: what the reader found, two migrations of one version, what
/// covet's own parser refuses. Adds to `conversion.notes`.
std::vector<ImportedFile> write_files(Conversion& conversion, const std::string& engine,
                                      const LexicalRules& rules);

/// Takes out of a script what covet does by itself or what would outlive it in the session: frames
/// of a transaction that make pairs, SQLite's PRAGMA foreign_keys, an emptied search_path, psql's
/// \restrict. `notes` receives what a reader should know.
void tidy(Script& script, const LexicalRules& rules, std::vector<std::string>& notes);

}  // namespace covet::migrations::imports
