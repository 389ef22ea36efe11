#pragma once

#include <span>
#include <string_view>

namespace covet::model {

/// A kind of thing that is carried as SQL text, and the section of a model file that it stands in.
struct ObjectKind {
  std::string_view kind;     ///< "function"
  std::string_view section;  ///< "functions": [functions.x], or [models.x.triggers.t]
  bool on_a_table;           ///< stands beneath its model or view
  std::string_view example;  ///< how its `sql` begins
};

/// Everything with a section of its own; what has none stands in [raw.x] with its `kind`.
std::span<const ObjectKind> object_kinds();

/// Null for a kind that has no section.
const ObjectKind* find_object_kind(std::string_view kind);
const ObjectKind* find_object_section(std::string_view section, bool on_a_table);

}  // namespace covet::model
