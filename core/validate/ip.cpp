#include "core/validate/ip.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "core/base/strings.h"

namespace covet::validate {

namespace {

bool is_octet(std::string_view text) {
  if (text.empty() || text.size() > 3) return false;
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return false;
  if (text.size() > 1 && text.front() == '0') return false;
  return text.size() < 3 || text <= "255";
}

/// How many groups of 16 bits stand between the colons; nothing where one is no group.
std::optional<std::size_t> count_groups(std::string_view text, bool may_end_in_ipv4) {
  if (text.empty()) return 0;
  std::size_t count = 0;
  const std::vector<std::string> parts = split(text, ':');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string& part = parts[i];
    if (may_end_in_ipv4 && i + 1 == parts.size() && is_ipv4(part)) return count + 2;
    if (part.empty() || part.size() > 4) return std::nullopt;
    if (part.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) return std::nullopt;
    ++count;
  }
  return count;
}

}  // namespace

bool is_ipv4(std::string_view text) {
  const std::vector<std::string> parts = split(text, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, is_octet);
}

bool is_ipv6(std::string_view text) {
  constexpr std::size_t longest = 45;
  if (text.empty() || text.size() > longest) return false;
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return count_groups(text, true) == 8;
  if (text.find("::", gap + 1) != std::string_view::npos) return false;
  const auto before = count_groups(text.substr(0, gap), false);
  const auto behind = count_groups(text.substr(gap + 2), true);
  return before && behind && *before + *behind < 8;
}

}  // namespace covet::validate
