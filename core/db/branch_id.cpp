#include "core/db/branch_id.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <random>
#include <vector>

#include <fmt/core.h>

#include "core/base/strings.h"

namespace covet {
namespace {

constexpr std::string_view prefix = "covet";
constexpr std::size_t identity_digits = 16;
constexpr std::size_t time_digits = 8;
constexpr std::size_t number_digits = time_digits + 16;
constexpr std::size_t most_part_digits = 9;

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace

std::string BranchId::transaction() const {
  return fmt::format("{}-{}-{}", prefix, coordinator, number);
}

std::string BranchId::text() const {
  return fmt::format("{}-{}", transaction(), part);
}

Timestamp BranchId::begun() const {
  std::int64_t seconds = 0;
  const std::string_view digits = std::string_view(number).substr(0, time_digits);
  std::from_chars(digits.data(), digits.data() + digits.size(), seconds, 16);
  return Timestamp(std::chrono::seconds(seconds));
}

std::string random_hex() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

BranchId make_branch_id(const std::string& coordinator, Timestamp now) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  const auto begun = static_cast<std::uint32_t>(seconds);
  return {.coordinator = coordinator, .number = fmt::format("{:08x}{}", begun, random_hex())};
}

std::optional<BranchId> parse_branch_id(std::string_view text) {
  const std::vector<std::string> words = split(text, '-');
  if (words.size() != 4 || words[0] != prefix || !is_hex(words[1], identity_digits) ||
      !is_hex(words[2], number_digits) || words[3].empty() || words[3].size() > most_part_digits ||
      words[3].find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  BranchId id{.coordinator = words[1], .number = words[2]};
  std::from_chars(words[3].data(), words[3].data() + words[3].size(), id.part);
  return id;
}

}  // namespace covet
