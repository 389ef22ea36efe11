#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace covet::cli::generate {

/// `text` broken between words so that no line is wider than `width`; lines after the first begin
/// with `margin`, which also stands, unwritten, before the first.
std::string wrap(std::string_view text, std::size_t width, std::string_view margin);

/// What empty lines separate.
std::vector<std::string> paragraphs(std::string_view text);

}  // namespace covet::cli::generate
