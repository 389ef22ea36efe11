#pragma once

#include <concepts>
#include <string>
#include <utility>

#include "core/query/expression.h"
#include "core/query/query.h"

namespace covet::typed {

/// What is true or false of a row of M, and of no other model.
template <class M>
class Condition {
 public:
  explicit Condition(query::Condition condition) : condition_(std::move(condition)) {}
  /// As text says it: parse_condition("age__gte=18, bio=None").
  const query::Condition& untyped() const { return condition_; }

  friend Condition operator!(const Condition& part) { return Condition(!part.condition_); }

 private:
  query::Condition condition_;
};

template <class A, class B>
Condition<A> operator&&(const Condition<A>& left, const Condition<B>& right) {
  static_assert(std::same_as<A, B>, "covet: these two conditions are about different models");
  return Condition<A>(left.untyped() && right.untyped());
}

template <class A, class B>
Condition<A> operator||(const Condition<A>& left, const Condition<B>& right) {
  static_assert(std::same_as<A, B>, "covet: these two conditions are about different models");
  return Condition<A>(left.untyped() || right.untyped());
}

/// How rows of M are sorted.
template <class M>
class Order {
 public:
  explicit Order(query::Ordering ordering) : ordering_(std::move(ordering)) {}
  const query::Ordering& untyped() const { return ordering_; }

  /// Where rows without a value stand; on each engine elsewhere unless said.
  Order nulls_first() const { return with(query::Nulls::first); }
  Order nulls_last() const { return with(query::Nulls::last); }

 private:
  Order with(query::Nulls nulls) const {
    Order next = *this;
    next.ordering_.nulls = nulls;
    return next;
  }

  query::Ordering ordering_;
};

/// What update() writes into a field of M.
template <class M>
class Assignment {
 public:
  Assignment(std::string field, query::Expression value)
      : named_{std::move(field), std::move(value)} {}
  const query::Named& untyped() const { return named_; }

 private:
  query::Named named_;
};

}  // namespace covet::typed
