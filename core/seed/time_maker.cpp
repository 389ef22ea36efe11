#include <algorithm>
#include <array>
#include <chrono>

#include "core/seed/stepped_maker.h"

namespace covet::seed {
namespace {

using model::Field;
using model::FieldType;
using std::chrono::seconds;
using Moment = std::chrono::sys_seconds;

constexpr seconds day = std::chrono::days(1);
constexpr seconds year = std::chrono::days(365);

/// Both are allowed.
struct Span {
  seconds least;
  seconds most;
};

struct UsualSpan {
  std::string_view about;
  Span from_now;
};

constexpr Span last_year = {-year, -day};
constexpr std::array<UsualSpan, 10> usual_spans = {{
    {"birth", {-80 * year, -18 * year}},
    {"birthday", {-80 * year, -18 * year}},
    {"born", {-80 * year, -18 * year}},
    {"hired", {-10 * year, -day}},
    {"hire", {-10 * year, -day}},
    {"due", {day, year}},
    {"expires", {day, year}},
    {"expiry", {day, year}},
    {"until", {day, year}},
    {"ends", {day, year}},
}};

seconds at(std::chrono::year_month_day date) {
  return Moment(std::chrono::sys_days(date)).time_since_epoch();
}

/// Whole seconds since 1970, or since midnight.
seconds seconds_of(const Value& value, seconds otherwise, bool up) {
  const auto cut = [up](std::chrono::microseconds exact) {
    return up ? std::chrono::ceil<seconds>(exact) : std::chrono::floor<seconds>(exact);
  };
  if (const auto* const date = std::get_if<Date>(&value)) return at(*date);
  if (const auto* const time = std::get_if<TimeOfDay>(&value)) return cut(*time);
  if (const auto* const moment = std::get_if<Timestamp>(&value))
    return cut(moment->time_since_epoch());
  return otherwise;
}

/// Dates, times and moments, in whole seconds or days.
class TimeMaker : public SteppedMaker {
 public:
  TimeMaker(FieldType type, Span all, Span usual)
      : type_(type), step_(type == FieldType::date ? day : seconds(1)) {
    least_ = steps(all.least, true);
    most_ = steps(all.most, false);
    if (empty()) return;
    usual_least_ = steps(usual.least, true);
    usual_most_ = steps(usual.most, false);
    if (usual_most_ < least_ || usual_least_ > most_) {
      usual_least_ = least_;
      usual_most_ = std::min(most_, least_ + steps(year, false));
    }
    usual_least_ = std::clamp(usual_least_, least_, std::max(least_, most_));
    usual_most_ = std::clamp(usual_most_, usual_least_, std::max(usual_least_, most_));
    first_ = usual_least_;
  }

 private:
  std::int64_t steps(seconds exact, bool up) const {
    if (step_ == seconds(1)) return exact.count();
    return up ? std::chrono::ceil<std::chrono::days>(exact).count()
              : std::chrono::floor<std::chrono::days>(exact).count();
  }
  Value value(std::int64_t step) const override {
    if (type_ == FieldType::date) return Date{std::chrono::sys_days(std::chrono::days(step))};
    if (type_ == FieldType::time) return TimeOfDay(seconds(step));
    return Timestamp(seconds(step));
  }

  FieldType type_;
  seconds step_;
};

Span usual_span(const Purpose& purpose, const Field& field) {
  if (field.type == FieldType::time) return {seconds(0), day - seconds(1)};
  Span span = last_year;
  const std::vector<std::string> words = words_of(field.name);
  for (const UsualSpan& row : usual_spans) {
    if (!is_about(words, row.about)) continue;
    span = row.from_now;
    break;
  }
  const seconds now = Moment(purpose.as_of).time_since_epoch();
  return {now + span.least, now + span.most};
}

Span span_of(const Purpose& purpose, const Field& field) {
  using std::chrono::year_month_day;
  // What MySQL calls a date, and every engine holds.
  Span span = {
      at(year_month_day(std::chrono::year(1000), std::chrono::January, std::chrono::day(1))),
      at(year_month_day(std::chrono::year(9999), std::chrono::December, std::chrono::day(31)))};
  if (field.type == FieldType::time) span = {seconds(0), day - seconds(1)};
  const auto least = [&](const Value& value) {
    span.least = std::max(span.least, seconds_of(value, span.least, true));
  };
  const auto most = [&](const Value& value) {
    span.most = std::min(span.most, seconds_of(value, span.most, false));
  };
  for (const Value& value : parameters_of(purpose.models, field, "min"))
    least(value);
  for (const Value& value : parameters_of(purpose.models, field, "max"))
    most(value);
  const std::vector<Value> range = parameters_of(purpose.models, field, "range");
  for (std::size_t i = 0; i + 1 < range.size(); i += 2) {
    least(range[i]);
    most(range[i + 1]);
  }
  return span;
}

}  // namespace

std::unique_ptr<Maker> time_maker(const Purpose& purpose, const Field& field) {
  const Span all = span_of(purpose, field);
  auto made = std::make_unique<TimeMaker>(field.type, all, usual_span(purpose, field));
  if (all.least > all.most || made->empty())
    throw cant_make(purpose.model, field, "nothing is within its limits");
  return made;
}

}  // namespace covet::seed
