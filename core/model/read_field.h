#pragma once

#include <span>
#include <string_view>

#include "core/model/reader.h"

namespace covet::model {

/// An option of a field and the function that takes it in. `field.type` is known by then.
struct FieldOption {
  std::string_view name;
  void (*read)(Reader& reader, const Entry& entry, Field& field);
};

/// All options that any field type takes, but `type` itself.
std::span<const FieldOption> field_options();

/// Reads `name = "Text"` or `name = { type = … }`. False where even its type is unknown; faults are
/// noted either way.
bool read_field(Reader& reader, const Entry& entry, Field& field);

/// Reads `validators = ["email", { range = [1, 10] }]` into the field, whose type is known by then.
void read_validators(Reader& reader, const Entry& entry, Field& field);

/// What stands behind a type for a message: "a Char", "an Integer".
std::string with_article(std::string_view type);

}  // namespace covet::model
