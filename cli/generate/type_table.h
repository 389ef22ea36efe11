#pragma once

#include <string>

namespace covet::cli::generate {

/// What each field type becomes on each engine, as an mdoc list: asked of the adapters, so it is
/// what `covet make` writes.
std::string type_table();

}  // namespace covet::cli::generate
