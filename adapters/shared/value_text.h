#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/base/value.h"

/// Texts of values that more than one engine writes so.
namespace covet::adapters {

/// Two lower-case digits a byte.
std::string to_hex(std::span<const std::byte> bytes);

/// As CURRENT_TIMESTAMP prints it: "2026-11-20 09:30:00.123456", in UTC.
std::string date_time_text(Timestamp moment);

}  // namespace covet::adapters
