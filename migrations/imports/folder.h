#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace covet::migrations::imports {

/// A file of another tool's folder. Line ends are LF, and a byte order mark is gone, so that lines
/// count as in the file itself.
struct SourceFile {
  std::string path;  ///< below the folder, with '/'
  std::string text;  ///< "" for kinds of files that no format reads (.py, .go, …)

  /// "V1__a.sql" of "core/V1__a.sql".
  std::string_view name() const;
  /// "core" of "core/V1__a.sql", "" at the top.
  std::string_view parent() const;
};

/// What lies in a folder, as a value.
struct Folder {
  std::filesystem::path root;
  std::vector<SourceFile> files;  ///< sorted by path

  const SourceFile* find(std::string_view path) const;
  /// The files at the top, but those in folders.
  std::vector<const SourceFile*> top() const;
  /// The names of the folders at the top, sorted.
  std::vector<std::string> folders() const;
  /// What lies in the folder `name` of this one.
  Folder below(std::string_view name) const;
  /// Where the file lies, for messages.
  std::string shown(const SourceFile& file) const;
};

/// Reads `path`, a folder with all below it, or one file, which is then the only one. Hidden
/// folders are left out, and symbolic links not followed. Throws Error{io}.
Folder read_folder(const std::filesystem::path& path);

}  // namespace covet::migrations::imports
