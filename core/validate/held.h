#pragma once

#include "core/base/value.h"
#include "core/model/model.h"

namespace covet::validate {

/// The plain field whose values a relation holds, or `field` itself; null where it can't be told.
const model::Field* key_behind(const model::ModelSet& models, const model::Field& field);

/// True where try_convert would give `value` back as it is, told without making it: so it is with
/// nearly all that programs write. False says nothing. `field` is no relation, and without choices.
bool holds_already(const model::Field& field, const Value& value);

}  // namespace covet::validate
