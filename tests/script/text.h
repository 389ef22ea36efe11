#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

namespace covet::tests {

/// Ends the script.
[[noreturn]] inline void fail(const std::string& reason) {
  throw std::runtime_error(reason);
}

inline std::string_view trimmed(std::string_view text) {
  while (text.ends_with(' ') || text.ends_with('\t') || text.ends_with('\r'))
    text.remove_suffix(1);
  while (text.starts_with(' ') || text.starts_with('\t'))
    text.remove_prefix(1);
  return text;
}

/// Without the line feeds; a last one makes no further line.
template <typename Visit>
void each_line(std::string_view text, const Visit& visit) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    visit(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
}

}  // namespace covet::tests
