#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace covet::validate {

/// http, https, ftp and ftps.
std::span<const std::string_view> usual_schemes();

/// Why `text` is no web address, or nothing: scheme "://" authority path [?query] [#fragment] of
/// RFC 3986, with one of `schemes` (in any case) and a host. The host is an IPv4 address, an IPv6
/// address in brackets, or a domain (see domain.h), also one with letters beyond ASCII and one that
/// ends in a dot; the port is 0 to 65535. Everything else is ASCII: what else a path, query or
/// fragment holds is written in percent (section 2.1).
std::optional<std::string> why_no_url(std::string_view text,
                                      std::span<const std::string_view> schemes = usual_schemes());

}  // namespace covet::validate
