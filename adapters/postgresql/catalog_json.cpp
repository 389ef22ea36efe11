#include "adapters/postgresql/catalog_json.h"

#include <nlohmann/json.hpp>

namespace covet::postgresql {

std::vector<std::string> json_names(std::string_view json) {
  if (json.empty()) return {};
  return nlohmann::json::parse(json).get<std::vector<std::string>>();
}

std::vector<std::pair<std::string, std::string>> json_pairs(std::string_view json) {
  if (json.empty()) return {};
  return nlohmann::json::parse(json).get<std::vector<std::pair<std::string, std::string>>>();
}

}  // namespace covet::postgresql
