#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace covet::validate {

/// Why `text` is no e-mail address, or nothing. The grammar of a mailbox (RFC 5321, section 4.1.2):
/// a dot-atom or a quoted string, @, and a domain or an address literal, [192.0.2.1] or
/// [IPv6:2001:db8::1]. Letters beyond ASCII may stand in the local part (RFC 6531, section 3.3) and
/// in the domain (see domain.h). The local part has 64 octets at most (RFC 5321,
/// section 4.5.3.1.1), the whole 254 (RFC 3696, erratum 1690). A domain has two parts at least:
/// mail to a lone name goes nowhere on the Internet. No comments, no folding, no display name.
std::optional<std::string> why_no_email(std::string_view text);

}  // namespace covet::validate
