#include "core/validate/bytes_text.h"

#include <cstdint>

namespace covet::validate {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int nibble(char c) {
  if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  const std::size_t at = hex_digits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = nibble(text[i]);
    const int low = nibble(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<std::byte>(high * 16 + low));
  }
  return bytes;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  Bytes bytes;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const std::size_t digit = base64_digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    held = held << 6 | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<std::byte>(held >> bits & 0xFF));
  }
  // Section 3.5: what is left over is zero, so that one text stands for one value.
  if ((held & ((1U << bits) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace

std::optional<Bytes> bytes_from(std::string_view text) {
  return text.starts_with("\\x") ? from_hex(text.substr(2)) : from_base64(text);
}

std::optional<Bytes> bytes_from_base64url(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c == '+' || c == '/' || c == '=') return std::nullopt;
    plain += c == '-' ? '+' : c == '_' ? '/' : c;
  }
  while (plain.size() % 4 != 0)
    plain += '=';
  return from_base64(plain);
}

std::string to_hex_text(const Bytes& bytes) {
  std::string text = "\\x";
  for (const std::byte byte : bytes) {
    text += hex_digits[std::to_integer<unsigned>(byte) >> 4];
    text += hex_digits[std::to_integer<unsigned>(byte) & 15];
  }
  return text;
}

std::string to_base64url(const Bytes& bytes) {
  std::string text;
  std::uint32_t held = 0;
  unsigned bits = 0;
  const auto put = [&text](std::uint32_t digit) {
    const char c = base64_digits[digit & 63];
    text += c == '+' ? '-' : c == '/' ? '_' : c;
  };
  for (const std::byte byte : bytes) {
    held = held << 8 | std::to_integer<std::uint32_t>(byte);
    bits += 8;
    for (; bits >= 6; bits -= 6)
      put(held >> (bits - 6));
  }
  if (bits > 0) put(held << (6 - bits));
  return text;
}

}  // namespace covet::validate
