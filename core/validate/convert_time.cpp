#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/validate/convert_types.h"

namespace covet::validate {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::sys_days;

constexpr sys_days first_day = std::chrono::year(1) / 1 / 1;
constexpr sys_days last_day = std::chrono::year(9999) / 12 / 31;

/// `read` is one of parse_date, parse_time, parse_timestamp.
template <class Wanted, class Read>
std::optional<Wanted> read_as(const Value& value, Read read) {
  if (const auto* const given = std::get_if<Wanted>(&value)) return *given;
  const auto* const text = std::get_if<std::string>(&value);
  if (text == nullptr) return std::nullopt;
  try {
    return read(*text);
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// What one step of the last digit is.
microseconds step_of(const model::Field& field) {
  microseconds step{1};
  for (int digit = field.precision.value_or(6); digit < 6; ++digit)
    step *= 10;
  return step;
}

/// "+02", "+0530", "+05:30", "Z" at the end of a time: where it begins.
std::size_t offset_in(std::string_view text) {
  if (text.ends_with('Z') || text.ends_with('z')) return text.size() - 1;
  const std::size_t sign = text.find_last_of("+-");
  return sign == 0 ? std::string_view::npos : sign;
}

/// Digits of hours, and of minutes with or without a colon.
bool is_offset(std::string_view text) {
  if (text == "Z" || text == "z") return true;
  text.remove_prefix(1);
  std::string digits(text);
  if (digits.size() == 5 && digits[2] == ':') digits.erase(2, 1);
  if (digits.size() != 2 && digits.size() != 4) return false;
  if (digits.find_first_not_of("0123456789") != std::string::npos) return false;
  const bool minutes = digits.size() == 2 || digits.substr(2) < "60";
  return digits.substr(0, 2) <= "15" && minutes;
}

const Refusal no_time{"it wants a time of day", "like 09:30:00"};

std::optional<TimeOfDay> time_in(const model::Field& field, const Value& value) {
  const auto time = read_as<TimeOfDay>(value, parse_time);
  if (!time || *time < TimeOfDay::zero() || *time >= hours{24}) return std::nullopt;
  return *time - *time % step_of(field);
}

}  // namespace

bool is_in_calendar(Timestamp moment) {
  return moment >= first_day && moment < last_day + days{1};
}

Conversion to_date_time(const model::Field& field, const Value& value) {
  auto moment = read_as<Timestamp>(value, parse_timestamp);
  if (const auto* const date = std::get_if<Date>(&value); date != nullptr && date->ok())
    moment = sys_days{*date};
  if (!moment) return Refusal{"it wants a date and time", "like 2026-11-20T09:30:00Z"};
  if (!is_in_calendar(*moment)) return Refusal{"it holds the years 1 to 9999"};
  const microseconds since = *moment - first_day;
  return Timestamp{*moment - since % step_of(field)};
}

Conversion to_date(const Value& value) {
  auto date = read_as<Date>(value, parse_date);
  if (const auto* const moment = std::get_if<Timestamp>(&value)) {
    const auto day = std::chrono::floor<days>(*moment);
    if (*moment == day && day >= first_day && day <= last_day) date = Date{day};
  }
  if (!date || !date->ok()) return Refusal{"it wants a day that exists", "like 2026-11-20"};
  if (*date < Date{first_day} || *date > Date{last_day})
    return Refusal{"it holds the years 1 to 9999"};
  return *date;
}

Conversion to_time(const model::Field& field, const Value& value) {
  const auto* const text = std::get_if<std::string>(&value);
  const std::size_t at = text == nullptr ? std::string::npos : offset_in(*text);
  if (field.time_zone.value_or(false) && at != std::string::npos) {
    const std::string offset = text->substr(at);
    const auto time = time_in(field, Value(text->substr(0, at)));
    if (!time || !is_offset(offset)) return Refusal{no_time.message, "like 09:30:00+02:00"};
    return to_text(*time) + offset;
  }
  const auto time = time_in(field, value);
  if (!time) return no_time;
  return *time;
}

}  // namespace covet::validate
