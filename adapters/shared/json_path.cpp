#include "adapters/shared/json_path.h"

namespace covet::adapters {

std::string json_path(const std::vector<std::string>& keys) {
  std::string path = "$";
  for (const std::string& key : keys) {
    if (!key.empty() && key.find_first_not_of("0123456789") == std::string::npos) {
      path += '[' + key + ']';
      continue;
    }
    path += ".\"";
    for (const char c : key) {
      if (c == '"' || c == '\\') path += '\\';
      path += c;
    }
    path += '"';
  }
  return path;
}

}  // namespace covet::adapters
