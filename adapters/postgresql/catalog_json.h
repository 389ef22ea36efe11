#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace covet::postgresql {

/// '["a", "b"]', as the catalog queries return lists of names; "" is an empty one.
std::vector<std::string> json_names(std::string_view json);
/// '[["a", "b"]]'
std::vector<std::pair<std::string, std::string>> json_pairs(std::string_view json);

}  // namespace covet::postgresql
