#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>
#include <string>

#include "core/base/value.h"

/// Texts of values that more than one engine writes so.
namespace covet::adapters {

/// Two lower-case digits a byte.
std::string to_hex(std::span<const std::byte> bytes);

/// As CURRENT_TIMESTAMP prints it: "2026-11-20 09:30:00.123456", in UTC.
std::string date_time_text(Timestamp moment);

/// Without a locale, and without a string of its own a number.
template <std::integral Number>
void append_digits(std::string& text, Number number) {
  std::array<char, std::numeric_limits<Number>::digits10 + 2> digits;
  text.append(digits.data(),
              std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

}  // namespace covet::adapters
