#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace covet {

/// The candidate nearest to `word` (Damerau-Levenshtein, case ignored), if it is near enough for
/// "did you mean".
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

/// "did you mean `x`?", or "" where nothing is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace covet
