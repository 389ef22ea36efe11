#pragma once

#include <cstdint>

#include "schema/schema.h"

namespace covet::tests {

/// A schema made of few names, so that two of them share tables, columns and constraints;
/// references fit. Sorted. The same seed gives the same schema.
schema::Schema random_schema(std::uint32_t seed);

}  // namespace covet::tests
