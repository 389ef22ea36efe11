#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace covet {

/// The whole of a regular file. Refuses devices, pipes and files over `limit` bytes; throws
/// Error{io} naming the path.
std::string read_file(const std::filesystem::path& path, std::size_t limit = std::size_t{1} << 30);

/// Writes beside the target, syncs and renames: a reader sees the old file or the new one. Throws
/// Error{io}.
void write_file(const std::filesystem::path& path, std::string_view content);

/// The folder and those above it, where they aren't there yet. Throws Error{io}.
void make_folders(const std::filesystem::path& folder);

}  // namespace covet
