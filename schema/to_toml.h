#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/backend.h"

namespace covet::schema {

/// The first line of a model file, for editors.
inline constexpr std::string_view model_file_header =
    "# Models of a live database. `covet help types` lists what a field can be.\n";

/// A part of the models as text: one table, or all that stands beside tables.
struct TomlPart {
  std::string handle;  ///< "posts"; "" for enums, domains, …
  std::string text;
};

/// Writes `schema` as model files. Lossless: from_models(parse_models(text), ddl) == schema, which
/// it makes sure of field by field (Native where no field type lowers to exactly this column).
/// Engine-specific spellings go under the engine's key. Deterministic. Constraints without a name
/// get one. A part that would not read back exactly says so in a comment. Handles and field names
/// are those of `known` models where these have the table.
std::vector<TomlPart> to_toml(const Schema& schema, const Ddl& ddl,
                              const model::ModelSet& known = {});
/// The parts in one text behind model_file_header, enums first.
std::string to_toml_text(const Schema& schema, const Ddl& ddl);

}  // namespace covet::schema
