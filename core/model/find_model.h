#pragma once

#include <string_view>

#include "core/base/error.h"
#include "core/model/model.h"

namespace covet::model {

/// The model with that handle. Throws Error{usage} with what was probably meant.
const Model& find_model(const ModelSet& models, std::string_view handle);

/// What a field of `choices`, or of an enum, may hold.
const std::vector<Choice>& choices_of(const ModelSet& models, const Field& field);

/// That error.
Error no_such_model(const ModelSet& models, std::string_view handle);

}  // namespace covet::model
