#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace covet::tests {

/// Several small text files in one, in the format of Go's txtar: a comment, then for each file a
/// line
/// `-- name --` and its text. A text that isn't empty ends with a line feed; one is added where
/// it's missing.
struct Txtar {
  struct File {
    std::string name;
    std::string text;

    bool operator==(const File&) const = default;
  };

  std::string comment;
  std::vector<File> files;

  /// The file of that name, or null; the pointer lives until `files` changes.
  const File* find(std::string_view name) const;

  /// The text of that file; throws std::out_of_range, with the name, if there is none.
  const std::string& text(std::string_view name) const;

  /// Puts `text` into the file of that name, which is added at the end if there is none.
  void set(std::string_view name, std::string_view text);

  bool operator==(const Txtar&) const = default;
};

/// Never fails: a text without a marker line is all comment.
Txtar parse_txtar(std::string_view text);

/// The inverse of parse_txtar, for every archive that it can give.
std::string print_txtar(const Txtar& archive);

}  // namespace covet::tests
