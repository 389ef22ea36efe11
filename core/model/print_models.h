#pragma once

#include <span>
#include <string>

#include "core/model/model.h"

namespace covet::model {

/// A model as the sections of a model file, with those of `objects` that stand on it (triggers, …):
/// parse_models reads the same model again. Throws Error{usage} for a default that TOML has no word
/// for (see toml_value).
std::string print_model(const Model& model, std::span<const ObjectDef> objects = {});

/// Enums, extensions, views and everything else that stands on no model; "" where there is none.
std::string print_beside(std::span<const EnumDef> enums, std::span<const ObjectDef> objects);

/// All of a set in one text, what stands beside models first.
std::string print_models(const ModelSet& models);

/// "Text" or { type = "Char", max_length = 50 }.
std::string print_field(const Field& field);

}  // namespace covet::model
