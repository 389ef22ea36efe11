#pragma once

#include <cstdint>

#include "core/model/model.h"

namespace covet::tests {

/// Models that every engine can hold: some tables with fields of all portable types, keys, indexes,
/// uniques, checks, relations (also to itself and in circles) and views. The same for the same
/// seed.
model::ModelSet random_models(std::uint32_t seed);

/// The same models after some random edits: fields and tables added, dropped, retyped, their
/// options changed.
model::ModelSet edited(const model::ModelSet& models, std::uint32_t seed);

}  // namespace covet::tests
