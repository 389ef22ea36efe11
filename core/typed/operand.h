#pragma once

#include <concepts>
#include <initializer_list>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/query_set.h"
#include "core/typed/condition.h"
#include "core/typed/values.h"

namespace covet::typed {

template <class M, class T>
class Path;
template <class M, class T>
class Computed;

/// What has a value of type T in each row of M: a field, one of a related row, a computation.
template <class X>
concept IsOperand = requires(const X& x) {
  typename X::model_type;
  typename X::field_type;
  { x.expression() } -> std::convertible_to<query::Expression>;
};

/// A query that gives one column of U, for in().
template <class X>
concept IsColumn = requires(const X& x) {
  typename X::column_type;
  { x.query() } -> std::convertible_to<query::Query>;
};

/// A constant or an operand as the right side of something that a T stands on the left of.
template <class M, class T, class U>
query::Expression right_side(const U& right) {
  if constexpr (IsOperand<U>) {
    static_assert(std::same_as<typename U::model_type, M>,
                  "covet: both sides must be of the same model");
    static_assert(Fits<Plain<T>, Plain<typename U::field_type>>,
                  "covet: this field can't be compared with a field of that type");
    return right.expression();
  } else {
    static_assert(Fits<Plain<T>, U>,
                  "covet: this field can't be compared with a value of that type");
    if constexpr (Fits<Plain<T>, U>) {
      return value_for<Plain<T>>(right);
    } else {
      return Value();
    }
  }
}

template <class T, class U>
using Sum = std::conditional_t<
    std::same_as<Plain<T>, Decimal> || std::same_as<Plain<U>, Decimal>, Decimal,
    std::conditional_t<std::floating_point<Plain<T>> || std::floating_point<Plain<U>>, double,
                       std::int64_t>>;

/// What may be said about an operand; `Self` is the operand. All of it makes values and asks no
/// database. Meanings are those of core/query, which are those of Django; `x != y` is `!(x == y)`,
/// and so holds where there is no value, as it does for a std::optional.
template <class Self, class M, class T>
class Operand {
 public:
  using model_type = M;
  using field_type = T;

  template <class U>
  friend Condition<M> operator==(const Self& left, const U& right) {
    return left.equals(right);
  }
  template <class U>
  friend Condition<M> operator!=(const Self& left, const U& right) {
    return !left.equals(right);
  }
  template <class U>
  friend Condition<M> operator<(const Self& left, const U& right) {
    return left.template compared<U>("lt", right);
  }
  template <class U>
  friend Condition<M> operator<=(const Self& left, const U& right) {
    return left.template compared<U>("lte", right);
  }
  template <class U>
  friend Condition<M> operator>(const Self& left, const U& right) {
    return left.template compared<U>("gt", right);
  }
  template <class U>
  friend Condition<M> operator>=(const Self& left, const U& right) {
    return left.template compared<U>("gte", right);
  }

  // With the constant on the left; == and != want the field there, as the compiler turns them
  // around for itself.
  template <class U>
  requires(!IsOperand<U>) friend Condition<M> operator<(const U& left, const Self& right) {
    return right > left;
  }
  template <class U>
  requires(!IsOperand<U>) friend Condition<M> operator<=(const U& left, const Self& right) {
    return right >= left;
  }
  template <class U>
  requires(!IsOperand<U>) friend Condition<M> operator>(const U& left, const Self& right) {
    return right < left;
  }
  template <class U>
  requires(!IsOperand<U>) friend Condition<M> operator>=(const U& left, const Self& right) {
    return right <= left;
  }

  /// One of these.
  Condition<M> in(std::initializer_list<Plain<T>> values) const { return in_range_of(values); }
  template <std::ranges::input_range Range>
  requires(!Text<Range>) Condition<M> in(const Range& values)
  const { return in_range_of(values); }
  /// One of the rows of a query: in(Query<User>().filter(…).column(User::id)).
  template <IsColumn Column>
  Condition<M> in(const Column& column) const {
    static_assert(Fits<Plain<T>, Plain<typename Column::column_type>>,
                  "covet: this field can't be compared with a column of that type");
    return test("in", std::make_shared<const query::Query>(column.query()));
  }

  /// Both ends included.
  template <class From, class To>
  Condition<M> between(const From& from, const To& to) const {
    expect_order();
    return test("range", query::ValueList{{right_side<M, T>(from), right_side<M, T>(to)}});
  }

  Condition<M> is_null() const {
    static_assert(nullable<T>, "covet: this field is never NULL");
    return test("isnull", query::Expression(Value(true)));
  }
  Condition<M> is_not_null() const {
    static_assert(nullable<T>, "covet: this field is never NULL");
    return test("isnull", query::Expression(Value(false)));
  }

  // ---- texts; contains() also of arrays and JSON documents

  template <class U>
  Condition<M> contains(const U& part) const {
    static_assert(is_text || is_list<Plain<T>> || std::same_as<Plain<T>, Json>,
                  "covet: contains() is for text, arrays and JSON");
    return matches("contains", part);
  }
  Condition<M> contains(const Plain<T>& part) const requires is_list<Plain<T>> {
    return test("contains", listed(part));
  }
  template <class U>
  Condition<M> icontains(const U& part) const {
    return of_text("icontains", part);
  }
  template <class U>
  Condition<M> startswith(const U& part) const {
    return of_text("startswith", part);
  }
  template <class U>
  Condition<M> istartswith(const U& part) const {
    return of_text("istartswith", part);
  }
  template <class U>
  Condition<M> endswith(const U& part) const {
    return of_text("endswith", part);
  }
  template <class U>
  Condition<M> iendswith(const U& part) const {
    return of_text("iendswith", part);
  }
  template <class U>
  Condition<M> iexact(const U& text) const {
    return of_text("iexact", text);
  }
  /// A regular expression of the engine's own kind.
  Condition<M> regex(std::string_view pattern) const { return of_text("regex", pattern); }
  Condition<M> iregex(std::string_view pattern) const { return of_text("iregex", pattern); }

  /// An array that has one of these.
  Condition<M> overlap(const Plain<T>& values) const {
    static_assert(is_list<Plain<T>>, "covet: overlap() is for arrays");
    return test("overlap", listed(values));
  }
  Condition<M> has_key(std::string_view key) const {
    static_assert(std::same_as<Plain<T>, Json>, "covet: has_key() is for JSON");
    return test("has_key", query::Expression(Value(std::string(key))));
  }

  // ---- parts of a value, which are operands themselves

  auto year() const { return day_part("year"); }
  auto quarter() const { return day_part("quarter"); }
  auto month() const { return day_part("month"); }
  auto day() const { return day_part("day"); }
  /// As ISO 8601 counts.
  auto week() const { return day_part("week"); }
  /// 1, Monday, to 7.
  auto iso_week_day() const { return day_part("iso_week_day"); }
  auto hour() const { return hour_part("hour"); }
  auto minute() const { return hour_part("minute"); }
  auto second() const { return hour_part("second"); }
  /// The day of a moment, in UTC.
  auto date() const {
    static_assert(std::same_as<Plain<T>, Timestamp>, "covet: date() is for DateTime");
    return part<Date>("date");
  }
  auto lower() const {
    static_assert(is_text, "covet: lower() is for text");
    return part<std::string>("lower");
  }
  /// Characters of a text.
  auto length() const {
    static_assert(is_text, "covet: length() is for text");
    return part<std::int64_t>("length");
  }
  /// A place within a JSON document: User::settings.key("theme") == "dark".
  auto key(std::string_view name) const {
    static_assert(std::same_as<Plain<T>, Json>, "covet: key() is for JSON");
    return Path<M, std::optional<Json>>(self().path() + "__" + std::string(name));
  }

  Order<M> asc() const { return Order<M>({self().expression()}); }
  Order<M> desc() const { return Order<M>({self().expression(), true}); }

  template <class U>
  friend auto operator+(const Self& left, const U& right) {
    return left.arithmetic('+', right);
  }
  template <class U>
  friend auto operator-(const Self& left, const U& right) {
    return left.arithmetic('-', right);
  }
  template <class U>
  friend auto operator*(const Self& left, const U& right) {
    return left.arithmetic('*', right);
  }
  template <class U>
  friend auto operator/(const Self& left, const U& right) {
    static_assert(
        !std::same_as<result_of_arithmetic<U>, std::int64_t>,
        "covet: a whole number that is divided loses what is left over; divide a Float or a "
        "Decimal");
    return left.arithmetic('/', right);
  }

 private:
  static constexpr bool is_text = std::same_as<Plain<T>, std::string>;

  template <class U>
  static constexpr auto arithmetic_type() {
    if constexpr (IsOperand<U>) {
      return std::type_identity<Sum<T, typename U::field_type>>();
    } else {
      return std::type_identity<Sum<T, U>>();
    }
  }
  template <class U>
  using result_of_arithmetic = typename decltype(arithmetic_type<U>())::type;

  const Self& self() const { return static_cast<const Self&>(*this); }

  /// A path keeps what is said behind it, as text does: age__gte.
  Condition<M> test(const char* lookup, query::Operand operand) const {
    if constexpr (requires { self().path(); }) {
      return Condition<M>(query::Condition(
          query::ConditionNode(query::Lookup{self().path() + "__" + lookup, std::move(operand)})));
    } else {
      return Condition<M>(query::Condition(query::ConditionNode(
          query::Comparison{self().expression(), lookup, std::move(operand)})));
    }
  }

  static constexpr void expect_order() {
    static_assert(!std::same_as<Plain<T>, bool> && !is_list<Plain<T>> && !Choices<Plain<T>>,
                  "covet: these values have no order");
  }

  template <class U>
  Condition<M> compared(const char* lookup, const U& right) const {
    expect_order();
    return test(lookup, right_side<M, T>(right));
  }

  template <class U>
  Condition<M> equals(const U& right) const {
    if constexpr (std::same_as<U, std::nullopt_t>) {
      return is_null();
    } else if constexpr (Unwrapped<U>::nullable) {
      return right ? equals(*right) : is_null();
    } else if constexpr (requires { self().path(); }) {
      return Condition<M>(query::Q(self().path(), right_side<M, T>(right)));
    } else {
      return test("exact", right_side<M, T>(right));
    }
  }

  template <class Range>
  Condition<M> in_range_of(const Range& values) const {
    query::ValueList list;
    for (const auto& value : values)
      list.values.push_back(right_side<M, T>(value));
    return test("in", std::move(list));
  }

  static query::ValueList listed(const Plain<T>& values) requires is_list<Plain<T>> {
    query::ValueList list;
    for (const auto& value : values)
      list.values.emplace_back(value_for<typename Plain<T>::value_type>(value));
    return list;
  }
  template <class U>
  static query::ValueList listed(const U& /*no list*/) {
    return {};
  }

  template <class U>
  Condition<M> of_text(const char* lookup, const U& part) const {
    static_assert(is_text, "covet: this lookup is for text");
    return matches(lookup, part);
  }
  template <class U>
  Condition<M> matches(const char* lookup, const U& part) const {
    return test(lookup, right_side<M, T>(part));
  }

  template <class Part>
  auto part(const char* name) const {
    using Result = std::conditional_t<nullable<T>, std::optional<Part>, Part>;
    return Path<M, Result>(self().path() + "__" + name);
  }
  auto day_part(const char* name) const {
    static_assert(HasDay<Plain<T>>, "covet: only a Date or DateTime has this part");
    return part<std::int64_t>(name);
  }
  auto hour_part(const char* name) const {
    static_assert(HasHour<Plain<T>>, "covet: only a Time or DateTime has this part");
    return part<std::int64_t>(name);
  }

  template <class U>
  auto arithmetic(char op, const U& right) const {
    using Result = result_of_arithmetic<U>;
    constexpr bool from_nullable = [] {
      if constexpr (IsOperand<U>) return nullable<typename U::field_type>;
      return false;
    }();
    static_assert(Number<Plain<T>>, "covet: arithmetic is for numbers");
    return Computed<
        M, std::conditional_t<nullable<T> || from_nullable, std::optional<Result>, Result>>(
        query::Expression(query::ExpressionNode(
            query::Arithmetic{op, self().expression(), right_side<M, T>(right)})));
  }
};

}  // namespace covet::typed
