#pragma once

#include "core/model/draft.h"

namespace covet::model {

/// Puts what abstract bases say into the models that extend them (bases first, a model's own word
/// wins), resolves to = "self" and keys like "-created_at". "{table}" in the name of an inherited
/// index or constraint becomes the table's name. CV116 for bases that don't exist, aren't abstract
/// or go in a circle. Abstract models stay in the set.
void fold_bases(Draft& draft);

}  // namespace covet::model
