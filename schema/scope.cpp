#include <algorithm>

#include "core/base/strings.h"
#include "schema/backend.h"

namespace covet::schema {

bool Scope::covers(std::string_view display_name) const {
  const auto matches = [&](const std::string& glob) { return glob_matches(glob, display_name); };
  if (std::any_of(own.begin(), own.end(), matches)) return false;
  if (std::any_of(ignore.begin(), ignore.end(), matches)) return false;
  return only.empty() || std::any_of(only.begin(), only.end(), matches);
}

}  // namespace covet::schema
