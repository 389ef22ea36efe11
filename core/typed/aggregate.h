#pragma once

#include <utility>

#include "core/typed/field.h"

namespace covet::typed {

/// One value of many rows of M, an R: what aggregate() gives for all of them, and values() for each
/// group.
template <class M, class R>
class Aggregate {
 public:
  using model_type = M;
  using result_type = R;

  explicit Aggregate(query::Expression expression) : expression_(std::move(expression)) {}
  const query::Expression& expression() const { return expression_; }

 private:
  query::Expression expression_;
};

template <class X>
concept IsAggregate = requires(const X& x) {
  typename X::model_type;
  typename X::result_type;
  { x.expression() } -> std::convertible_to<query::Expression>;
};

/// Whole numbers sum up to a larger one; the largest ones to themselves.
template <class T>
using SumOf = std::conditional_t<Integer<Plain<T>> && !std::same_as<Plain<T>, std::uint64_t>,
                                 std::int64_t, Plain<T>>;

/// NULL where there are no rows, as are avg, min and max.
template <IsOperand X>
auto sum(const X& operand) {
  using T = typename X::field_type;
  static_assert(Number<Plain<T>>, "covet: sum() is for numbers");
  return Aggregate<typename X::model_type, std::optional<SumOf<T>>>(
      query::aggregate("Sum", operand.expression()));
}

template <IsOperand X>
auto avg(const X& operand) {
  static_assert(Number<Plain<typename X::field_type>>, "covet: avg() is for numbers");
  return Aggregate<typename X::model_type, std::optional<double>>(
      query::aggregate("Avg", operand.expression()));
}

template <IsOperand X>
auto min(const X& operand) {
  return Aggregate<typename X::model_type, Nullable<typename X::field_type>>(
      query::aggregate("Min", operand.expression()));
}

template <IsOperand X>
auto max(const X& operand) {
  return Aggregate<typename X::model_type, Nullable<typename X::field_type>>(
      query::aggregate("Max", operand.expression()));
}

/// How many rows.
template <class M>
Aggregate<M, std::int64_t> count() {
  return Aggregate<M, std::int64_t>(query::Count());
}
/// How many values that aren't NULL, or how many related rows.
template <class X>
auto count(const X& operand) {
  return Aggregate<typename X::model_type, std::int64_t>(
      query::aggregate("Count", operand.expression()));
}
template <IsOperand X>
auto count_distinct(const X& operand) {
  return Aggregate<typename X::model_type, std::int64_t>(
      query::aggregate("Count", operand.expression(), true));
}

}  // namespace covet::typed
