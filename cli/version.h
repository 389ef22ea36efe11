#pragma once

#include <string>

namespace covet::cli {

/// "covet 0.1.0 (1a2b3c)".
std::string version_line();
/// The same and, in further lines, what it was built with.
std::string version_text();

}  // namespace covet::cli
