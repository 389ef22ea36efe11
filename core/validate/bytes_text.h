#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/value.h"

namespace covet::validate {

/// Bytes from "\\x…" with two hex digits a byte, or from base64 (RFC 4648, section 4: padded,
/// without line ends). Nothing for what is neither.
std::optional<Bytes> bytes_from(std::string_view text);

/// "\\x00ff"
std::string to_hex_text(const Bytes& bytes);

/// RFC 4648, section 5: fit for file names and URLs, without padding.
std::string to_base64url(const Bytes& bytes);
std::optional<Bytes> bytes_from_base64url(std::string_view text);

}  // namespace covet::validate
