#include "adapters/shared/value_text.h"

#include <string_view>

namespace covet::adapters {

std::string to_hex(std::span<const std::byte> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const std::byte byte : bytes) {
    hex += digits[std::to_integer<std::size_t>(byte) >> 4U];
    hex += digits[std::to_integer<std::size_t>(byte) & 15U];
  }
  return hex;
}

std::string date_time_text(Timestamp moment) {
  std::string text = to_text(moment);
  if (text.ends_with('Z')) text.pop_back();
  if (const auto t = text.find('T'); t != std::string::npos) text[t] = ' ';
  return text;
}

}  // namespace covet::adapters
