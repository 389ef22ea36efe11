#include "core/validate/url.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "core/validate/domain.h"
#include "core/validate/ip.h"

namespace covet::validate {

namespace {

using Why = std::optional<std::string>;

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_hex(char c) {
  return std::string_view("0123456789abcdefABCDEF").find(c) != std::string_view::npos;
}

/// Unreserved characters, sub-delims, percent and two digits, and `more`: sections 2.1 to 2.3.
bool is_made_of(std::string_view text, std::string_view more) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
      i += 2;
    } else if (!is_letter_or_digit(c) &&
               std::string_view("-._~!$&'()*+,;=").find(c) == std::string_view::npos &&
               more.find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

/// Takes what stands before the first of `ends` off the front.
std::string_view take_before(std::string_view& text, std::string_view ends) {
  const std::size_t end = std::min(text.find_first_of(ends), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

Why why_no_host(std::string_view host) {
  if (host.empty()) return "it has no host";
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::vector<std::string> parts = split(host, '.');
  // A name that ends in a number is an address, or nothing (RFC 3986, section 3.2.2: first match).
  if (!parts.back().empty() && parts.back().find_first_not_of("0123456789") == std::string::npos) {
    if (is_ipv4(host)) return std::nullopt;
    return "its host is no IPv4 address: four numbers of 0 to 255, without leading zeros";
  }
  return why_no_domain(host);
}

Why why_no_port(std::string_view port) {
  constexpr std::size_t longest = 5;
  const std::size_t zeros = std::min(port.find_first_not_of('0'), port.size());
  const std::string_view digits = port.substr(zeros);
  const bool number = port.find_first_not_of("0123456789") == std::string_view::npos;
  const bool small = digits.size() < longest || (digits.size() == longest && digits <= "65535");
  if (number && small) return std::nullopt;
  return "its port is no number of 0 to 65535";
}

Why why_no_authority(std::string_view authority) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    if (!is_made_of(authority.substr(0, at), ":"))
      return "the user before its @ holds what must be written in percent";
    authority.remove_prefix(at + 1);
  }
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return "its [ is not closed";
    if (!is_ipv6(authority.substr(1, end - 1))) return "no IPv6 address stands in its brackets";
    const std::string_view behind = authority.substr(end + 1);
    if (behind.empty()) return std::nullopt;
    return behind.front() == ':' ? why_no_port(behind.substr(1))
                                 : Why("something stands behind its brackets");
  }
  const std::size_t colon = std::min(authority.find(':'), authority.size());
  if (auto why = why_no_host(authority.substr(0, colon))) return why;
  return colon == authority.size() ? std::nullopt : why_no_port(authority.substr(colon + 1));
}

}  // namespace

std::span<const std::string_view> usual_schemes() {
  static constexpr std::array<std::string_view, 4> schemes = {"http", "https", "ftp", "ftps"};
  return schemes;
}

Why why_no_url(std::string_view text, std::span<const std::string_view> schemes) {
  std::vector<std::string> starts;
  for (const std::string_view scheme : schemes)
    starts.push_back(fmt::format("{}://", scheme));
  const std::size_t colon = std::min(text.find(':'), text.size());
  const auto is_scheme = [scheme = text.substr(0, colon)](std::string_view known) {
    return equals_ignoring_case(known, scheme);
  };
  std::string_view rest = text.substr(colon);
  if (!rest.starts_with("://") || !std::ranges::any_of(schemes, is_scheme))
    return "it begins with none of " + join(starts, ", ");
  rest.remove_prefix(3);
  if (auto why = why_no_authority(take_before(rest, "/?#"))) return why;
  const std::string_view path = take_before(rest, "?#");
  std::string_view query = take_before(rest, "#");
  if (query.starts_with('?')) query.remove_prefix(1);
  if (rest.starts_with('#')) rest.remove_prefix(1);
  if (is_made_of(path, ":@/") && is_made_of(query, ":@/?") && is_made_of(rest, ":@/?"))
    return std::nullopt;
  return "it holds a character that must be written in percent: a blank is %20";
}

}  // namespace covet::validate
