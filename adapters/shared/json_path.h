#pragma once

#include <string>
#include <vector>

namespace covet::adapters {

/// $."key"[0]: keys in quotes, digits as indices.
std::string json_path(const std::vector<std::string>& keys);

}  // namespace covet::adapters
