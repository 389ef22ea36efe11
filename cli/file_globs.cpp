#include "cli/file_globs.h"

#include <algorithm>
#include <span>
#include <string>

#include "core/base/strings.h"

namespace covet::cli {
namespace fs = std::filesystem;
namespace {

using Parts = std::span<const std::string>;

void walk(const fs::path& folder, Parts parts, std::vector<fs::path>& found) {
  if (parts.empty()) return;
  const std::string& part = parts.front();
  const bool last = parts.size() == 1;
  if (part == "**") walk(folder, parts.subspan(1), found);
  const bool literal = part.find_first_of("*?") == std::string::npos;
  if (literal) {
    const fs::path next = folder / part;
    std::error_code error;
    if (last && fs::is_regular_file(next, error)) found.push_back(next);
    if (!last && fs::is_directory(next, error)) walk(next, parts.subspan(1), found);
    return;
  }
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.starts_with('.')) continue;
    std::error_code ignored;
    if (part == "**") {
      if (it->is_directory(ignored) && !it->is_symlink(ignored)) walk(it->path(), parts, found);
    } else if (glob_matches(part, name)) {
      if (last && it->is_regular_file(ignored)) found.push_back(it->path());
      if (!last && it->is_directory(ignored)) walk(it->path(), parts.subspan(1), found);
    }
  }
}

}  // namespace

std::vector<fs::path> files_matching(const fs::path& root, std::string_view pattern) {
  const fs::path whole(pattern);
  std::vector<std::string> parts;
  for (const fs::path& part : whole.relative_path()) {
    if (!part.empty() && part != ".") parts.push_back(part.string());
  }
  if (!parts.empty() && parts.back() == "**") parts.emplace_back("*");
  std::vector<fs::path> found;
  walk(whole.is_absolute() ? whole.root_path() : root, parts, found);
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace covet::cli
