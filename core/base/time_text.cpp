#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/value.h"

namespace covet {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Reads a text from the left; every reader says whether it found what it wanted.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  char take_any(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return '\0';
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  bool take_word(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  /// Between `least` and `most` digits.
  std::optional<int> digits(std::size_t least, std::size_t most) {
    std::size_t count = 0;
    int number = 0;
    while (count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') {
      if (++count > most) return std::nullopt;
      number = number * 10 + (rest_[count - 1] - '0');
    }
    if (count < least) return std::nullopt;
    rest_.remove_prefix(count);
    last_count_ = count;
    return number;
  }
  /// A fraction's digits, as microseconds.
  std::optional<microseconds> fraction() {
    auto number = digits(1, 6);
    if (!number) return std::nullopt;
    for (std::size_t i = last_count_; i < 6; ++i)
      *number *= 10;
    return microseconds{*number};
  }

 private:
  std::string_view rest_;
  std::size_t last_count_ = 0;
};

std::optional<Date> read_date(Reader& reader) {
  const bool negative = reader.take('-');
  const auto year = reader.digits(4, 6);
  if (!year || !reader.take('-')) return std::nullopt;
  const auto month = reader.digits(2, 2);
  if (!month || !reader.take('-')) return std::nullopt;
  const auto day = reader.digits(2, 2);
  if (!day || *year > 32767) return std::nullopt;
  const Date date{std::chrono::year(negative ? -*year : *year),
                  std::chrono::month(static_cast<unsigned>(*month)),
                  std::chrono::day(static_cast<unsigned>(*day))};
  // MySQL keeps dates without a month or a day, 0000-00-00 above all.
  const bool partial = *month <= 12 && *day <= 31 && (*month == 0 || *day == 0);
  if (!date.ok() && !partial) return std::nullopt;
  return date;
}

// PostgreSQL writes the year 0 as "0001 … BC".
std::optional<Date> before_christ(Date date) {
  const int year = 1 - static_cast<int>(date.year());
  const Date moved = std::chrono::year(year) / date.month() / date.day();
  return moved.ok() ? std::optional(moved) : std::nullopt;
}

std::optional<TimeOfDay> read_time(Reader& reader, std::size_t most_hour_digits) {
  const auto hour = reader.digits(1, most_hour_digits);
  if (!hour || !reader.take(':')) return std::nullopt;
  const auto minute = reader.digits(2, 2);
  if (!minute || *minute > 59) return std::nullopt;
  TimeOfDay time = hours{*hour} + minutes{*minute};
  if (!reader.take(':')) return time;
  const auto second = reader.digits(2, 2);
  if (!second || *second > 59) return std::nullopt;
  time += seconds{*second};
  if (!reader.take('.')) return time;
  const auto fraction = reader.fraction();
  if (!fraction) return std::nullopt;
  return time + *fraction;
}

// "+02", "+0530", "+05:30", "-04:56:02" (PostgreSQL for old dates), "Z", or nothing.
std::optional<seconds> read_offset(Reader& reader) {
  if (reader.take_any("Zz") != '\0') return seconds{0};
  const char sign = reader.take_any("+-");
  if (sign == '\0') return seconds{0};
  const auto hour = reader.digits(2, 4);
  if (!hour) return std::nullopt;
  seconds offset = *hour > 99 ? hours{*hour / 100} + minutes{*hour % 100} : seconds{hours{*hour}};
  for (const seconds unit : {seconds{60}, seconds{1}}) {
    if (!reader.take(':')) break;
    const auto part = reader.digits(2, 2);
    if (!part || *part > 59) return std::nullopt;
    offset += unit * *part;
  }
  if (offset >= hours{24}) return std::nullopt;
  return sign == '-' ? -offset : offset;
}

/// Times are what a result is full of: digits without a formatter.
class Writer {
 public:
  void put(char c) { text_[size_++] = c; }
  /// At least `least` digits.
  void put(std::uint64_t number, std::size_t least) {
    std::size_t count = least;
    for (std::uint64_t rest = number / power(least); rest > 0; rest /= 10)
      ++count;
    for (std::size_t at = size_ + count; at > size_; number /= 10)
      text_[--at] = static_cast<char>('0' + number % 10);
    size_ += count;
  }
  void put(Date date) {
    const int year = static_cast<int>(date.year());
    if (year < 0) put('-');
    put(static_cast<std::uint64_t>(year < 0 ? -year : year), 4);
    put('-');
    put(static_cast<unsigned>(date.month()), 2);
    put('-');
    put(static_cast<unsigned>(date.day()), 2);
  }
  void put(TimeOfDay time) {
    if (time < TimeOfDay::zero()) put('-');
    // Digit by digit from the rest, so that the smallest value needs no negation.
    const auto part = [&](auto unit) {
      const auto count = time / unit;
      time -= count * unit;
      return static_cast<std::uint64_t>(count < 0 ? -count : count);
    };
    put(part(hours{1}), 2);
    put(':');
    put(part(minutes{1}), 2);
    put(':');
    put(part(seconds{1}), 2);
    const std::uint64_t fraction = part(microseconds{1});
    if (fraction == 0) return;
    put('.');
    put(fraction, 6);
    while (text_[size_ - 1] == '0')
      --size_;
  }
  std::string text() const { return {text_.data(), size_}; }

 private:
  static constexpr std::uint64_t power(std::size_t digits) {
    std::uint64_t number = 1;
    while (digits-- > 0)
      number *= 10;
    return number;
  }

  std::array<char, 64> text_;  // the longest timestamp takes half of it
  std::size_t size_ = 0;
};

template <class Moment>
std::string written(Moment moment) {
  Writer writer;
  writer.put(moment);
  return writer.text();
}

Error fault(std::string_view text, const char* wanted, const char* example) {
  return {Errc::parse, "\"" + std::string(text.substr(0, 60)) + "\" is not a " + wanted,
          std::string("write it as ") + example};
}

}  // namespace

std::string to_text(Date date) {
  return written(date);
}

std::string to_text(TimeOfDay time) {
  return written(time);
}

std::string to_text(Timestamp moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  Writer writer;
  writer.put(Date{day});
  writer.put('T');
  writer.put(TimeOfDay{moment - day});
  writer.put('Z');
  return writer.text();
}

Date parse_date(std::string_view text) {
  Reader reader(text);
  auto date = read_date(reader);
  if (date && reader.take_word(" BC")) date = before_christ(*date);
  if (!date || !reader.done()) throw fault(text, "date", "2026-11-20");
  return *date;
}

TimeOfDay parse_time(std::string_view text) {
  Reader reader(text);
  const bool negative = reader.take('-');
  const auto time = read_time(reader, 6);
  if (!time || !reader.done()) throw fault(text, "time", "09:30:00");
  return negative ? -*time : *time;
}

Timestamp parse_timestamp(std::string_view text) {
  const auto wrong = [&] { return fault(text, "timestamp", "2026-11-20T09:30:00Z"); };
  Reader reader(text);
  auto date = read_date(reader);
  if (!date || !date->ok()) throw wrong();
  TimeOfDay time{0};
  seconds offset{0};
  if (reader.take_any("Tt ") != '\0') {
    const auto found = read_time(reader, 2);
    const auto zone = found && *found <= hours{24} ? read_offset(reader) : std::nullopt;
    if (!zone) throw wrong();
    time = *found;
    offset = *zone;
  }
  if (reader.take_word(" BC")) date = before_christ(*date);
  if (!date || !reader.done()) throw wrong();
  return std::chrono::sys_days{*date} + time - offset;
}

}  // namespace covet
