#pragma once

#include <string>
#include <vector>

#include "core/model/document.h"

/// Changes within a TOML text that a person wrote: what isn't changed keeps its place, its comments
/// and its layout.
namespace covet::model {

using TomlPath = std::vector<std::string>;  ///< {"models", "users", "fields", "email"}

/// One thing to do to a document.
struct TomlEdit {
  enum class Kind : std::uint8_t {
    set,      ///< `text` is the value that the key at `path` is to have
    section,  ///< `text` is a whole section, header and all, that the document lacks
    remove,   ///< the key, or the section with all below it, goes
  };
  Kind kind;
  TomlPath path;
  std::string text{};
  bool operator==(const TomlEdit&) const = default;
};

/// What leads from one document to another, leaf by leaf: an inline table is entered, a list is a
/// leaf. The order of keys is no difference.
std::vector<TomlEdit> toml_edits(const Source& from, const Source& to);

/// True if the document has something at `path`.
bool has_path(const Node& document, const TomlPath& path);

/// Carries the edits out. A new key of a section goes behind its last one, a new section behind
/// those of the same parent; a short form ("Text") becomes a table where it gets options. Throws
/// Error{usage} for what `source` has at another place than `path` says.
std::string edit_toml(const Source& source, const std::vector<TomlEdit>& edits);

}  // namespace covet::model
