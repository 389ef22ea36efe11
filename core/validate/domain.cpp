#include "core/validate/domain.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include <fmt/core.h>
#include <utf8proc.h>

#include "core/base/strings.h"

namespace covet::validate {

namespace {

constexpr std::size_t longest_label = 63;
constexpr std::size_t longest_name = 253;

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::vector<std::uint32_t> code_points_of(std::string_view text) {
  std::vector<std::uint32_t> points;
  while (!text.empty()) {
    utf8proc_int32_t point = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &point);
    if (size <= 0) break;
    points.push_back(static_cast<std::uint32_t>(point));
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return points;
}

/// The digits that one difference takes, and the bias for the next: RFC 3492, section 6.
class PunycodeCounter {
 public:
  std::size_t digits_of(std::uint64_t delta) const {
    std::size_t count = 1;
    for (std::uint64_t k = base;; k += base) {
      const std::uint64_t threshold = k <= bias_ ? least : std::min(k - bias_, most);
      if (delta < threshold) return count;
      delta = (delta - threshold) / (base - threshold);
      ++count;
    }
  }
  void adapt(std::uint64_t delta, std::uint64_t points, bool first) {
    delta = first ? delta / damp : delta / 2;
    delta += delta / points;
    std::uint64_t k = 0;
    for (; delta > (base - least) * most / 2; k += base)
      delta /= base - least;
    bias_ = k + (base - least + 1) * delta / (delta + skew);
  }

 private:
  static constexpr std::uint64_t base = 36, least = 1, most = 26, skew = 38, damp = 700;
  std::uint64_t bias_ = 72;
};

/// Section 6.3, of which only the length is wanted.
std::size_t punycode_size(const std::vector<std::uint32_t>& points) {
  const auto basic = static_cast<std::uint64_t>(
      std::ranges::count_if(points, [](std::uint32_t point) { return point < 0x80; }));
  std::size_t size = basic + (basic > 0 ? 1 : 0);
  std::uint64_t handled = basic;
  std::uint64_t delta = 0;
  std::uint32_t next = 0x80;
  PunycodeCounter counter;
  while (handled < points.size()) {
    std::uint32_t least = 0x110000;
    for (const std::uint32_t point : points)
      if (point >= next) least = std::min(least, point);
    delta += (least - next) * (handled + 1);
    next = least;
    for (const std::uint32_t point : points) {
      if (point < next) ++delta;
      if (point != next) continue;
      size += counter.digits_of(delta);
      counter.adapt(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++next;
  }
  return size;
}

bool is_mark(std::uint32_t point) {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC;
}

bool is_word(std::uint32_t point) {
  if (point < 0x80) {
    return point == '-' || (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') ||
           (point >= 'A' && point <= 'Z');
  }
  // The middle dots of Catalan and Japanese.
  if (point == 0xB7 || point == 0x30FB) return true;
  static constexpr std::array words = {UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL,
                                       UTF8PROC_CATEGORY_LO, UTF8PROC_CATEGORY_LM,
                                       UTF8PROC_CATEGORY_ND};
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
  return std::ranges::find(words, category) != words.end() || is_mark(point);
}

bool is_normal(std::string_view text) {
  const std::string copy(text);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> normal(
      utf8proc_NFC(reinterpret_cast<const utf8proc_uint8_t*>(copy.c_str())), &std::free);
  return normal != nullptr && copy == reinterpret_cast<const char*>(normal.get());
}

}  // namespace

std::size_t octets_in_dns(std::string_view label) {
  if (is_ascii(label)) return label.size();
  constexpr std::size_t prefix = 4;
  return prefix + punycode_size(code_points_of(label));
}

std::optional<std::string> why_no_label(std::string_view label) {
  if (label.empty()) return "a part of its domain is empty";
  // Beyond this, no Punycode is short enough.
  if (label.size() > 4 * longest_label || !is_valid_utf8(label))
    return "a part of its domain is too long or no UTF-8";
  const std::vector<std::uint32_t> points = code_points_of(label);
  if (!std::ranges::all_of(points, is_word) || is_mark(points.front())) {
    return fmt::format("the part `{}` of its domain holds more than letters, digits and -", label);
  }
  if (label.front() == '-' || label.back() == '-')
    return fmt::format("the part `{}` of its domain begins or ends with -", label);
  const bool a_label = label.size() > 4 && equals_ignoring_case(label.substr(0, 4), "xn--");
  if (points.size() > 3 && points[2] == '-' && points[3] == '-' && !(a_label && is_ascii(label)))
    return fmt::format("the part `{}` of its domain has -- in third place", label);
  if (!is_ascii(label) && !is_normal(label))
    return fmt::format("the part `{}` of its domain is not in normal form C", label);
  if (octets_in_dns(label) > longest_label)
    return fmt::format("a part of its domain is longer than {} characters", longest_label);
  return std::nullopt;
}

std::optional<std::string> why_no_domain(std::string_view domain) {
  // Every octet of the DNS takes four of UTF-8 at most.
  if (domain.size() > 4 * longest_name) return "its domain is too long";
  const std::vector<std::string> labels = split(domain, '.');
  std::size_t octets = labels.size() - 1;
  for (const std::string& label : labels) {
    if (auto why = why_no_label(label)) return why;
    octets += octets_in_dns(label);
  }
  if (octets > longest_name)
    return fmt::format("its domain is longer than {} characters", longest_name);
  if (labels.back().find_first_not_of("0123456789") == std::string::npos)
    return "the last part of its domain is a number";
  return std::nullopt;
}

}  // namespace covet::validate
