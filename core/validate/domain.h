#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace covet::validate {

/// Why `label` can't stand between the dots of a domain name, or nothing. ASCII labels: letters,
/// digits and inner hyphens, 63 at most (RFC 1035, section 2.3.1, and RFC 1123, section 2.1).
/// Others are U-labels (RFC 5890, section 2.3.2.1): letters, marks and digits in normal form C that
/// begin with no mark, and fit 63 octets as an A-label. "--" in the third place is for A-labels
/// alone (RFC 5891, section 4.2.3.1).
std::optional<std::string> why_no_label(std::string_view label);

/// The same of a whole name: 253 octets at most (RFC 1035, section 2.3.4), counted as A-labels; the
/// last label isn't all digits (RFC 3696, section 2). A single label passes: "localhost".
std::optional<std::string> why_no_domain(std::string_view domain);

/// Octets that `label` takes in the DNS: its own where it is ASCII, else those of "xn--" and its
/// Punycode (RFC 3492). Expects UTF-8.
std::size_t octets_in_dns(std::string_view label);

}  // namespace covet::validate
