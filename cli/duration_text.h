#pragma once

#include <chrono>
#include <string>

namespace covet::cli {

/// "41 ms", "19.4 s", "2 min 5 s".
std::string duration_text(std::chrono::milliseconds duration);

}  // namespace covet::cli
