#include "core/validate/email.h"

#include <algorithm>
#include <vector>

#include "core/base/strings.h"
#include "core/validate/domain.h"
#include "core/validate/ip.h"

namespace covet::validate {

namespace {

constexpr std::size_t longest_local = 64;
constexpr std::size_t longest_address = 254;

/// RFC 5322, section 3.2.3; and what is beyond ASCII, which is valid UTF-8 by then.
bool is_atext(char c) {
  if (static_cast<unsigned char>(c) >= 0x80) return true;
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

/// C1 controls, no-break spaces and line separators: nobody writes such an address, and nobody sees
/// it.
bool has_hidden(std::string_view text) {
  for (const std::string_view hidden :
       {"\u00A0", "\u00AD", "\u200B", "\u2028", "\u2029", "\u202E", "\u2060", "\u3000", "\uFEFF"}) {
    if (text.find(hidden) != std::string_view::npos) return true;
  }
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const bool c1 = text[i] == '\xC2' && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) return true;
  }
  return false;
}

/// The octet behind the closing quote of a text that begins with one; npos where there is none.
std::size_t end_of_quoted(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return std::string_view::npos;
    if (text[i] == '"') return i + 1;
    if (text[i] != '\\') continue;
    ++i;
    if (i == text.size() || text[i] < ' ' || text[i] > '~') return std::string_view::npos;
  }
  return std::string_view::npos;
}

std::optional<std::string> why_no_local(std::string_view local) {
  if (local.empty()) return "nothing stands before its @";
  if (local.size() > longest_local) return "more than 64 characters stand before its @";
  if (local.front() == '"') return std::nullopt;
  for (const std::string& atom : split(local, '.')) {
    if (atom.empty()) return "a dot before its @ stands at an end or beside another";
    if (!std::ranges::all_of(atom, is_atext)) return "it holds a character that needs quotes";
  }
  return std::nullopt;
}

std::optional<std::string> why_no_literal(std::string_view literal) {
  if (!literal.ends_with(']')) return "its [ is not closed";
  literal = literal.substr(1, literal.size() - 2);
  constexpr std::string_view tag = "IPv6:";
  const bool six =
      literal.size() > tag.size() && equals_ignoring_case(literal.substr(0, tag.size()), tag);
  if (six ? is_ipv6(literal.substr(tag.size())) : is_ipv4(literal)) return std::nullopt;
  return "no address stands in its brackets: [192.0.2.1], [IPv6:2001:db8::1]";
}

}  // namespace

std::optional<std::string> why_no_email(std::string_view text) {
  if (text.size() > longest_address) return "it is longer than 254 characters";
  if (!is_valid_utf8(text)) return "it is no UTF-8";
  if (has_hidden(text)) return "it holds a character that nobody sees";
  std::size_t at = text.find('@');
  if (text.starts_with('"')) {
    at = end_of_quoted(text);
    if (at == std::string_view::npos) return "its quotes do not close";
    if (at == text.size() || text[at] != '@') return "no @ stands behind its quotes";
  }
  if (at == std::string_view::npos) return "it has no @";
  if (auto why = why_no_local(text.substr(0, at))) return why;
  const std::string_view domain = text.substr(at + 1);
  if (domain.empty()) return "nothing stands behind its @";
  if (domain.front() == '[') return why_no_literal(domain);
  if (auto why = why_no_domain(domain)) return why;
  if (domain.find('.') == std::string_view::npos) return "its domain has no dot";
  return std::nullopt;
}

}  // namespace covet::validate
