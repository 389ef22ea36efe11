#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace covet {

struct Null {
  auto operator<=>(const Null&) const = default;
};
/// A decimal number as digits, exactly as written: sign, digits, point, digits. Never rounded.
struct Decimal {
  std::string text;
  auto operator<=>(const Decimal&) const = default;
};
struct Uuid {
  std::array<std::byte, 16> bytes{};
  auto operator<=>(const Uuid&) const = default;
};
/// A JSON document as text; covet does not reformat it.
struct Json {
  std::string text;
  auto operator<=>(const Json&) const = default;
};
using Bytes = std::vector<std::byte>;
using Date = std::chrono::year_month_day;
/// Time since midnight; may leave 0..24 h, as MySQL's TIME does.
using TimeOfDay = std::chrono::microseconds;
/// A moment in UTC.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// What goes into a statement as a parameter and comes out of a row.
using Value = std::variant<Null, bool, std::int64_t, std::uint64_t, double, Decimal, std::string,
                           Bytes, Date, TimeOfDay, Timestamp, Uuid, Json>;

inline bool is_null(const Value& value) {
  return std::holds_alternative<Null>(value);
}

/// For a person or a log: NULL, numbers as digits, text as it is, bytes as hex, times as ISO 8601.
std::string to_text(const Value& value);

/// Readers of one column's value. Each accepts the alternatives that hold such a thing without loss
/// (an integer from text that is one, a bool from 0 and 1, …) and throws Error{internal} naming
/// what it got otherwise.
std::int64_t as_int(const Value& value);
bool as_bool(const Value& value);
double as_double(const Value& value);
std::string as_string(const Value& value);

/// 36 characters, lower case. parse_uuid throws Error{parse}.
std::string to_text(const Uuid& uuid);
Uuid parse_uuid(std::string_view text);

/// ISO 8601: "2026-11-20", "09:30:00.123456", "2026-11-20T09:30:00.123456Z". Fractions only where
/// there are some.
std::string to_text(Date date);
std::string to_text(TimeOfDay time);
std::string to_text(Timestamp moment);
/// Accept what the engines print: 'T' or a blank between date and time, any fraction up to 6
/// digits, an offset
/// (+02, +02:00, Z) or none (UTC). Throw Error{parse}.
Date parse_date(std::string_view text);
TimeOfDay parse_time(std::string_view text);
Timestamp parse_timestamp(std::string_view text);

}  // namespace covet
