#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/codegen/language.h"

namespace covet::cli::codegen {

/// What a folder has of a file.
enum class Freshness : std::uint8_t {
  fresh,      ///< as it would be written; by an older covet too, where only its version differs
  missing,    ///< not there
  stale,      ///< covet's, with another text
  left_over,  ///< covet's, and made from nothing any more
  foreign,    ///< not covet's, where one of covet's would be
};

struct StampedFile {
  std::filesystem::path path;
  Freshness standing = Freshness::fresh;
  std::string text{};  ///< what is to be written; none for what is left over
};

/// A file's first line, by which covet knows it again: its version, and the SHA-256 of what the
/// file was made from.
std::string stamp(const Language& language, const Code& code);

/// The files of `code` and the left-over ones of `folder`, by name. Throws Error{io}.
std::vector<StampedFile> compare(const std::filesystem::path& folder, const Language& language,
                                 const std::vector<Code>& code);

/// Writes what is missing or stale and removes what is left over; what is fresh isn't touched, so
/// that nothing is built again. Throws Error{usage}, before anything is changed, where a foreign
/// file is in the way; Error{io}.
void bring_up_to_date(const std::filesystem::path& folder, const std::vector<StampedFile>& files);

}  // namespace covet::cli::codegen
