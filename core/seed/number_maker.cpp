#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "core/base/decimal.h"
#include "core/seed/stepped_maker.h"

namespace covet::seed {
namespace {

using model::Field;
using model::FieldType;

/// Both are allowed.
struct Span {
  double least;
  double most;
};

struct UsualSpan {
  std::string_view about;
  Span span;
};

// The first that a field's name is about.
constexpr std::array<UsualSpan, 34> usual_spans = {{
    {"age", {18, 90}},
    {"year", {1970, 2025}},
    {"month", {1, 12}},
    {"day", {1, 28}},
    {"latitude", {-90, 90}},
    {"lat", {-90, 90}},
    {"longitude", {-180, 180}},
    {"lng", {-180, 180}},
    {"rating", {1, 5}},
    {"stars", {1, 5}},
    {"score", {0, 100}},
    {"percent", {0, 100}},
    {"discount", {0, 50}},
    {"tax", {0, 25}},
    {"rate", {0, 10}},
    {"quantity", {1, 20}},
    {"qty", {1, 20}},
    {"stock", {0, 500}},
    {"count", {0, 500}},
    {"views", {0, 50'000}},
    {"likes", {0, 5'000}},
    {"position", {1, 100}},
    {"rank", {1, 100}},
    {"priority", {1, 5}},
    {"level", {1, 10}},
    {"price", {1, 500}},
    {"cost", {1, 500}},
    {"amount", {1, 5'000}},
    {"total", {1, 5'000}},
    {"balance", {0, 20'000}},
    {"salary", {20'000, 120'000}},
    {"duration", {1, 7'200}},
    {"size", {1, 100'000}},
    {"weight", {1, 100}},
}};

Span usual_span(const Field& field) {
  const std::vector<std::string> words = words_of(field.name);
  for (const UsualSpan& row : usual_spans) {
    if (is_about(words, row.about)) return row.span;
  }
  return {0, 1'000};
}

// What std::int64_t counts, and a double holds exactly.
constexpr double most_steps = 9'000'000'000'000'000.0;

double number_of(const Value& value, double otherwise) {
  try {
    return as_double(value);
  } catch (const Error&) {
    return otherwise;
  }
}

/// What the options and validators of `field` leave of `span`.
Span limited(const Purpose& purpose, const Field& field, Span span) {
  const auto least = [&](const Value& value) {
    span.least = std::max(span.least, number_of(value, span.least));
  };
  const auto most = [&](const Value& value) {
    span.most = std::min(span.most, number_of(value, span.most));
  };
  if (field.is_unsigned) span.least = std::max(span.least, 0.0);
  if (field.min_value) least(Value(*field.min_value));
  if (field.max_value) most(Value(*field.max_value));
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

/// Numbers in equal steps: whole ones, or hundredths.
class StepMaker : public SteppedMaker {
 public:
  StepMaker(FieldType type, double steps, std::int64_t places, Span all, Span usual)
      : type_(type), steps_(steps), places_(places) {
    least_ = whole(std::ceil(all.least * steps - slack));
    most_ = whole(std::floor(all.most * steps + slack));
    if (empty()) return;
    usual_least_ = std::clamp(whole(std::ceil(usual.least * steps)), least_, most_);
    usual_most_ = std::clamp(whole(std::floor(usual.most * steps)), least_, most_);
    if (usual.most < all.least || usual.least > all.most) {
      constexpr std::int64_t some = 1'000;
      usual_least_ = least_;
      usual_most_ = std::min(most_, least_ + some);
    }
    first_ = std::clamp<std::int64_t>(1, least_, most_);
  }

 private:
  // 0.1 * 100 may be a little more than 10.
  static constexpr double slack = 1e-9;

  static std::int64_t whole(double number) {
    return static_cast<std::int64_t>(std::clamp(number, -most_steps, most_steps));
  }
  Value value(std::int64_t step) const override {
    if (type_ == FieldType::float_) return static_cast<double>(step) / steps_;
    if (type_ != FieldType::decimal) return step;
    std::string digits = std::to_string(std::abs(step));
    const auto places = static_cast<std::size_t>(places_);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, ".");
    return Decimal{(step < 0 ? "-" : "") + digits};
  }

  FieldType type_;
  double steps_;
  std::int64_t places_;
};

/// What the type holds, as far as all engines and a double do.
Span span_of(const Field& field) {
  double most = 2'147'483'647.0;
  if (field.type == FieldType::big_integer) most = most_steps;
  if (field.type == FieldType::small_integer) most = 32'767.0;
  if (field.size == "tiny") most = 127.0;
  if (field.size == "small") most = 32'767.0;
  if (field.size == "medium") most = 8'388'607.0;
  if (field.type == FieldType::float_) most = 1'000'000.0;
  if (field.type == FieldType::decimal) {
    const std::int64_t places = field.decimal_places.value_or(0);
    // SQLite keeps 15 digits.
    const std::int64_t digits = std::min<std::int64_t>(field.max_digits.value_or(15), 15);
    most = std::pow(10.0, static_cast<double>(digits - places)) -
           std::pow(10.0, -static_cast<double>(places));
  }
  return {-most, most};
}

std::vector<double> steps_of(const Field& field) {
  if (field.type == FieldType::decimal)
    return {std::pow(10.0, static_cast<double>(field.decimal_places.value_or(0)))};
  if (field.type != FieldType::float_) return {1.0};
  // Of single precision: those that both sides show alike.
  constexpr int single_digits = 24;
  if (field.precision.value_or(single_digits + 1) <= single_digits) return {4.0, 1024.0};
  return {100.0, 1'000'000.0};
}

}  // namespace

std::unique_ptr<Maker> number_maker(const Purpose& purpose, const Field& field) {
  const Span all = limited(purpose, field, span_of(field));
  for (const double steps : steps_of(field)) {
    if (all.least > all.most) break;
    auto made = std::make_unique<StepMaker>(field.type, steps, field.decimal_places.value_or(0),
                                            all, usual_span(field));
    if (!made->empty()) return made;
  }
  throw cant_make(purpose.model, field, "nothing is within its limits");
}

}  // namespace covet::seed
