#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace covet::cli {

/// The regular files beneath `root` whose path from there matches `pattern`: * and ? within a name,
/// ** for any number of folders. Sorted; hidden folders and symbolic links to folders are left out.
/// `pattern` may be absolute.
std::vector<std::filesystem::path> files_matching(const std::filesystem::path& root,
                                                  std::string_view pattern);

}  // namespace covet::cli
