#include "core/base/uuid.h"

#include <array>
#include <set>

#include <gtest/gtest.h>

namespace covet {
namespace {

using std::chrono::milliseconds;

unsigned version_of(const Uuid& uuid) {
  return std::to_integer<unsigned>(uuid.bytes[6]) >> 4;
}
unsigned variant_of(const Uuid& uuid) {
  return std::to_integer<unsigned>(uuid.bytes[8]) >> 6;
}
std::uint64_t milliseconds_of(const Uuid& uuid) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 6; ++i)
    number = number << 8 | std::to_integer<std::uint64_t>(uuid.bytes[i]);
  return number;
}

/// Far from what other cases of this process use; none uses a later one than the last.
Timestamp in_year(int year) {
  return std::chrono::sys_days{std::chrono::year(year) / 1 / 1};
}

TEST(Uuid, Version4IsRandomButForItsMarks) {
  std::set<Uuid> seen;
  std::array<int, 16> set_bits{};
  for (int i = 0; i < 500; ++i) {
    const Uuid uuid = uuid4();
    EXPECT_EQ(version_of(uuid), 4U);
    EXPECT_EQ(variant_of(uuid), 2U);
    seen.insert(uuid);
    for (std::size_t byte = 0; byte < 16; ++byte)
      set_bits.at(byte) += (uuid.bytes[byte] & std::byte{1}) != std::byte{0} ? 1 : 0;
  }
  EXPECT_EQ(seen.size(), 500U);
  // Twelve standard deviations.
  for (const int count : set_bits)
    EXPECT_NEAR(count, 250, 134);
}

TEST(Uuid, Version7BeginsWithItsMillisecond) {
  const Timestamp now = in_year(2300) + std::chrono::microseconds(123456);
  const Uuid uuid = uuid7(now);
  EXPECT_EQ(version_of(uuid), 7U);
  EXPECT_EQ(variant_of(uuid), 2U);
  const auto since = std::chrono::floor<milliseconds>(now.time_since_epoch()).count();
  EXPECT_EQ(milliseconds_of(uuid), static_cast<std::uint64_t>(since));
}

TEST(Uuid, Version7GoesUpWhateverTheClockDoes) {
  const Timestamp now = in_year(2100);
  Uuid last = uuid7(now);
  // More than the counter has room for, in a clock that stands still.
  for (int i = 0; i < 10000; ++i) {
    const Uuid next = uuid7(now);
    ASSERT_LT(last, next);
    EXPECT_EQ(version_of(next), 7U);
    last = next;
  }
  EXPECT_LT(last, uuid7(now - std::chrono::hours(1)));
  EXPECT_LT(last, uuid7(Timestamp{std::chrono::microseconds(-5)}));
  EXPECT_LT(last, uuid7(now + std::chrono::hours(1)));
}

}  // namespace
}  // namespace covet
