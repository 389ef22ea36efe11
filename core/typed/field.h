#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/typed/operand.h"

namespace covet::typed {

/// What update() writes for `U` into a field of T.
template <class M, class T, class U>
Assignment<M> assigned(std::string_view name, const U& value) {
  std::string field(name);
  if constexpr (std::same_as<U, std::nullopt_t>) {
    static_assert(nullable<T>, "covet: this field is never NULL");
    return {std::move(field), query::Expression(Value(Null{}))};
  } else if constexpr (Unwrapped<U>::nullable) {
    static_assert(nullable<T>, "covet: this field is never NULL, and that value may be");
    if (!value) return {std::move(field), query::Expression(Value(Null{}))};
    return assigned<M, T>(name, *value);
  } else if constexpr (IsOperand<U>) {
    return {std::move(field), right_side<M, T>(value)};
  } else {
    static_assert(Holds<Plain<T>, U>, "covet: this field can't hold a value of that type");
    return {std::move(field), right_side<M, T>(value)};
  }
}

/// A field of model M whose value is a T (std::optional where it may be NULL), as generated models
/// name it: `User::email`. A constant without state but its name.
template <class M, class T>
class Field : public Operand<Field<M, T>, M, T> {
 public:
  constexpr explicit Field(const char* name) : name_(name) {}

  constexpr std::string_view name() const { return name_; }
  std::string path() const { return std::string(name_); }
  query::Expression expression() const { return query::F(path()); }

  template <class U>
  Assignment<M> set(const U& value) const {
    return assigned<M, T>(name_, value);
  }

 private:
  std::string_view name_;
};

/// A value that is reached from a row of M: Post::author(User::email), Post::made.year().
template <class M, class T>
class Path : public Operand<Path<M, T>, M, T> {
 public:
  explicit Path(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  query::Expression expression() const { return query::F(path_); }

 private:
  std::string path_;
};

/// A value that the database computes for each row of M: User::age + 1.
template <class M, class T>
class Computed : public Operand<Computed<M, T>, M, T> {
 public:
  explicit Computed(query::Expression expression) : expression_(std::move(expression)) {}

  const query::Expression& expression() const { return expression_; }

 private:
  query::Expression expression_;
};

}  // namespace covet::typed
