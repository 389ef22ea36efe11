#pragma once

#include <span>
#include <string_view>

#include "schema/backend.h"

/// The engines that this build has.
namespace covet::adapters {

std::span<const schema::Backend* const> backends();

/// By a URL's scheme ("postgres") or an engine's name ("postgresql"), in lower case; null where
/// this build has none.
const schema::Backend* find_by_scheme(std::string_view scheme);
const schema::Backend* find_by_engine(std::string_view engine);

}  // namespace covet::adapters
