#include "core/base/uuid.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <span>

#include "core/base/error.h"
#include "core/base/random.h"

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

constexpr unsigned counter_bits = 12;

/// Milliseconds and counter in one number, so that one comparison keeps them going up. A counter
/// that runs over goes on in the next millisecond, as section 6.2 allows.
std::uint64_t next_tick(std::uint64_t milliseconds, std::uint64_t start) {
  static std::atomic<std::uint64_t> last{0};
  const std::uint64_t wanted = milliseconds << counter_bits | start;
  std::uint64_t before = last.load();
  std::uint64_t tick = 0;
  do {
    tick = std::max(wanted, before + 1);
    if (before >> counter_bits == milliseconds) tick = before + 1;
  } while (!last.compare_exchange_weak(before, tick));
  return tick;
}

void mark(Uuid& uuid, unsigned version) {
  uuid.bytes[6] = (uuid.bytes[6] & std::byte{0x0F}) | static_cast<std::byte>(version << 4);
  uuid.bytes[8] = (uuid.bytes[8] & std::byte{0x3F}) | std::byte{0x80};
}

}  // namespace

Uuid uuid4() {
  Uuid uuid;
  fill_random(uuid.bytes);
  mark(uuid, 4);
  return uuid;
}

Uuid uuid7(Timestamp now) {
  Uuid uuid;
  fill_random(std::span(uuid.bytes).subspan(6));
  const auto since = std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch()).count();
  // The counter starts in its lower half, so that it seldom runs over.
  const std::uint64_t start = std::to_integer<std::uint64_t>(uuid.bytes[6] & std::byte{7}) << 8 |
                              std::to_integer<std::uint64_t>(uuid.bytes[7]);
  const std::uint64_t tick =
      next_tick(static_cast<std::uint64_t>(std::max<std::int64_t>(since, 0)), start);
  const std::uint64_t milliseconds = tick >> counter_bits;
  for (std::size_t i = 0; i < 6; ++i)
    uuid.bytes[i] = static_cast<std::byte>(milliseconds >> (40 - 8 * i) & 0xFF);
  uuid.bytes[6] = static_cast<std::byte>(tick >> 8 & 0x0F);
  uuid.bytes[7] = static_cast<std::byte>(tick & 0xFF);
  mark(uuid, 7);
  return uuid;
}

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
