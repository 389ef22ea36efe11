#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/typed/field.h"
#include "core/typed/through.h"

/// How rows of one generated model lead to those of another. A relation applied to a field of its
/// target is that field, seen from here: Post::author(User::email). It nests:
/// Comment::post(Post::author(User::email)).
namespace covet::typed {

template <class M, class Target, class X>
constexpr void expect_field_of() {
  static_assert(IsOperand<X>, "covet: a relation is applied to a field of its target");
  static_assert(std::same_as<typename X::model_type, Target>,
                "covet: this relation doesn't lead to that field's model");
  static_assert(
      requires(const X& x) { x.path(); },
      "covet: a relation is applied to a field; compute outside of it");
}

template <class M, class Target, class Key, bool many_rows>
class FarKey;

/// `many` where the relation leads to any number of rows.
template <class M, class Target, bool optional, bool many, class X>
auto seen_through(std::string_view relation, const X& field) {
  expect_field_of<M, Target, X>();
  using T = std::conditional_t<optional, Nullable<typename X::field_type>, typename X::field_type>;
  std::string path = std::string(relation) + "__" + std::string(field.path());
  if constexpr (requires { typename X::target_type; }) {
    return FarKey < M, typename X::target_type, T, many || X::many > (std::move(path));
  } else {
    return Path<M, T>(std::move(path));
  }
}

template <class M, class Target, class N>
Condition<M> holds_through(std::string_view relation, const Condition<N>& condition) {
  static_assert(std::same_as<N, Target>,
                "covet: this condition is about another model than the relation's target");
  return Condition<M>(through(condition.untyped(), relation));
}

/// A ForeignKey or OneToOne field: a field whose value, a Key, is the target's key, and a relation.
template <class M, class Target, class Key>
class ForeignKey : public Operand<ForeignKey<M, Target, Key>, M, Key> {
 public:
  using target_type = Target;
  static constexpr bool optional = nullable<Key>;
  static constexpr bool many = false;

  constexpr explicit ForeignKey(const char* name) : name_(name) {}

  constexpr std::string_view name() const { return name_; }
  std::string path() const { return std::string(name_); }
  query::Expression expression() const { return query::F(path()); }

  template <class U>
  Assignment<M> set(const U& value) const {
    return assigned<M, Key>(name_, value);
  }

  template <class X>
  auto operator()(const X& field) const {
    return seen_through<M, Target, optional, many>(name_, field);
  }
  /// That there is a related row, and this holds for it.
  template <class N>
  Condition<M> has(const Condition<N>& condition) const {
    return holds_through<M, Target>(name_, condition);
  }

 private:
  std::string_view name_;
};

/// A ForeignKey that is reached from a row of M: Comment::post(Post::author). It leads on; to many
/// rows where the way to it does: User::posts(Post::author).
template <class M, class Target, class Key, bool many_rows>
class FarKey : public Operand<FarKey<M, Target, Key, many_rows>, M, Key> {
 public:
  using target_type = Target;
  static constexpr bool optional = nullable<Key>;
  static constexpr bool many = many_rows;

  explicit FarKey(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  query::Expression expression() const { return query::F(path_); }

  template <class X>
  auto operator()(const X& field) const {
    return seen_through<M, Target, optional, many>(path_, field);
  }
  template <class N>
  Condition<M> has(const Condition<N>& condition) const {
    return holds_through<M, Target>(path_, condition);
  }

 private:
  std::string path_;
};

/// To one row or none, without a field of its own: the way back of a OneToOne, or a foreign key of
/// several fields.
template <class M, class Target>
class ToOne {
 public:
  using model_type = M;
  using target_type = Target;
  static constexpr bool optional = true;
  static constexpr bool many = false;

  constexpr explicit ToOne(const char* name) : name_(name) {}

  constexpr std::string_view name() const { return name_; }
  std::string path() const { return std::string(name_); }

  template <class X>
  auto operator()(const X& field) const {
    return seen_through<M, Target, optional, many>(name_, field);
  }
  template <class N>
  Condition<M> has(const Condition<N>& condition) const {
    return holds_through<M, Target>(name_, condition);
  }
  Condition<M> is_null() const { return null_is(true); }
  Condition<M> is_not_null() const { return null_is(false); }

 private:
  Condition<M> null_is(bool wanted) const {
    return Condition<M>(query::Q(path() + "__isnull", query::Expression(Value(wanted))));
  }

  std::string_view name_;
};

/// To any number of rows: a ManyToMany field, or the way back of one or of a ForeignKey.
template <class M, class Target>
class ToMany {
 public:
  using model_type = M;
  using target_type = Target;

  constexpr explicit ToMany(const char* name) : name_(name) {}

  constexpr std::string_view name() const { return name_; }
  std::string path() const { return std::string(name_); }
  /// For count(User::posts).
  query::Expression expression() const { return query::F(path()); }

  /// In a condition: of one of the related rows, and in one filter() of the same one; a row comes
  /// once for each that fits. any() asks without multiplying.
  template <class X>
  auto operator()(const X& field) const {
    return seen_through<M, Target, true, true>(name_, field);
  }
  /// That there is a related row for which this holds.
  template <class N>
  Condition<M> any(const Condition<N>& condition) const {
    static_assert(std::same_as<N, Target>,
                  "covet: this condition is about another model than the relation's target");
    return Condition<M>(any_through(M::Map::handle, M::Map::key, name_, condition.untyped()));
  }
  /// That there is a related row.
  Condition<M> any() const { return Condition<M>(any_through(M::Map::handle, M::Map::key, name_)); }

 private:
  std::string_view name_;
};

}  // namespace covet::typed
