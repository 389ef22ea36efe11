#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "migrations/directory.h"

namespace covet::migrations {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_seconds;

std::string padded(int value, std::size_t width) {
  std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

std::string stamp(sys_seconds moment) {
  const auto day = std::chrono::floor<days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment - day);
  return padded(static_cast<int>(date.year()), 4) +
         padded(static_cast<int>(static_cast<unsigned>(date.month())), 2) +
         padded(static_cast<int>(static_cast<unsigned>(date.day())), 2) +
         padded(static_cast<int>(time.hours().count()), 2) +
         padded(static_cast<int>(time.minutes().count()), 2) +
         padded(static_cast<int>(time.seconds().count()), 2);
}

std::optional<sys_seconds> parse_stamp(const std::string& text) {
  if (text.size() != 14 || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  const auto part = [&](std::size_t from, std::size_t length) {
    int value = 0;
    std::from_chars(text.data() + from, text.data() + from + length, value);
    return value;
  };
  const std::chrono::year_month_day date(std::chrono::year(part(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(part(4, 2))),
                                         std::chrono::day(static_cast<unsigned>(part(6, 2))));
  if (!date.ok() || part(8, 2) > 23 || part(10, 2) > 59 || part(12, 2) > 59) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(part(8, 2)) +
         std::chrono::minutes(part(10, 2)) + seconds(part(12, 2));
}

/// The number behind the last dot, one higher.
std::string incremented(std::string text) {
  for (std::size_t i = text.size(); i-- > 0;) {
    if (text[i] == '.') return text.insert(i + 1, "1");
    if (text[i] != '9') {
      ++text[i];
      return text;
    }
    text[i] = '0';
  }
  return "1" + text;
}

}  // namespace

Version next_version(const std::vector<Version>& existing, Timestamp now) {
  Version next(stamp(std::chrono::floor<seconds>(now)));
  const auto highest = std::max_element(existing.begin(), existing.end());
  if (highest == existing.end() || *highest < next) return next;
  if (const auto moment = parse_stamp(highest->text())) {
    if (Version later(stamp(*moment + seconds(1))); *highest < later) return later;
  }
  return Version(incremented(highest->text()));
}

std::string file_slug(std::string_view title) {
  std::string slug;
  for (const char c : to_lower(title)) {
    const bool kept =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (kept) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '_') {
      slug += '_';
    }
  }
  constexpr std::size_t longest = 100;
  if (slug.size() > longest) {
    slug.resize(longest);
    while (!is_valid_utf8(slug))
      slug.pop_back();
  }
  while (slug.ends_with('_'))
    slug.pop_back();
  if (slug.empty()) {
    throw Error(Errc::usage, "a migration's name needs a letter or digit",
                "for example: covet make \"add ratings\"");
  }
  return slug;
}

}  // namespace covet::migrations
