#pragma once

#include <string_view>

namespace covet::validate {

/// Four numbers of 0 to 255 in decimal, as RFC 3986 (section 3.2.2) writes IPv4address: no leading
/// zeros, which some programs read as octal.
bool is_ipv4(std::string_view text);

/// The text forms of RFC 4291, section 2.2: eight groups, :: for a run of zeros, an IPv4 address at
/// the end. No brackets, no zone, no prefix length.
bool is_ipv6(std::string_view text);

}  // namespace covet::validate
