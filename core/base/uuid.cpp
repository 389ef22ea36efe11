#include "core/base/error.h"
#include "core/base/value.h"

namespace covet {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool dash_before(std::size_t byte) {
  return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

}  // namespace

std::string to_text(const Uuid& uuid) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
    if (dash_before(i)) text += '-';
    const auto byte = std::to_integer<unsigned>(uuid.bytes[i]);
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

Uuid parse_uuid(std::string_view text) {
  const Error fault(Errc::parse, "\"" + std::string(text.substr(0, 60)) + "\" is not a UUID",
                    "write 8-4-4-4-12 hex digits: 01234567-89ab-cdef-0123-456789abcdef");
  const bool dashes = text.size() == 36;
  if (!dashes && text.size() != 32) throw fault;
  Uuid uuid;
  std::size_t at = 0;
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
    if (dashes && dash_before(i) && text[at++] != '-') throw fault;
    const int high = hex_digit(text[at++]);
    const int low = hex_digit(text[at++]);
    if (high < 0 || low < 0) throw fault;
    uuid.bytes[i] = static_cast<std::byte>(high * 16 + low);
  }
  return uuid;
}

}  // namespace covet
