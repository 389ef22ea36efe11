#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/connection.h"
#include "migrations/imports/conversion.h"
#include "migrations/imports/folder.h"

namespace covet::migrations::imports {

/// What another tool's own table says of one migration.
struct Ran {
  std::string key;
  std::optional<Timestamp> at{};
  std::string by{};
};

/// Another tool's own table.
struct ToolHistory {
  std::string table;
  std::vector<Ran> ran;
  /// Everything up to and including it ran, whether it has a row or not.
  std::optional<Version> all_up_to{};
  /// A row is a head: what leads to it ran too.
  bool heads_only = false;
  /// What the tool left half done, one sentence each.
  std::vector<std::string> half_done{};
};

/// A tool whose folders and tables covet reads.
struct Format {
  std::string_view name;
  /// True where the folder bears this tool's marks.
  bool (*detect)(const Folder& folder);
  Conversion (*read)(const Folder& folder, const Options& options);
  /// nullopt where the database has no such table. Reads only.
  std::optional<ToolHistory> (*history)(Connection& connection);
};

std::span<const Format> formats();

/// The format called `name`, else the one that the folder looks like. Throws Error{usage}: an
/// unknown name; a folder that looks like none, or like several, which are named.
const Format& format_for(const Folder& folder, std::string_view name);

}  // namespace covet::migrations::imports
