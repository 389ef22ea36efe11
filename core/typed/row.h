#pragma once

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/typed/values.h"
#include "core/validate/registry.h"

/// Rows as structs. A generated model M has M::Row, what is read, M::New, what is created, and
/// M::Map, which leads from their members to fields.
namespace covet::typed {

/// What a field is to those who write a row.
enum class Part : std::uint8_t {
  plain,
  key,
  computed,  ///< by the database, or by covet at each writing
};

/// Throws Error{usage} for a whole number that a T can't hold, which would be cut otherwise.
template <class T, class U>
T held(U&& value) {
  if constexpr (Integer<Plain<T>> && Integer<std::remove_cvref_t<U>>) {
    if (!std::in_range<Plain<T>>(value)) {
      out_of_bounds(std::to_string(value), std::unsigned_integral<Plain<T>>);
    }
    return static_cast<Plain<T>>(value);
  } else {
    return T(std::forward<U>(value));
  }
}

/// A value of M::New that must be given: leaving it out doesn't compile.
template <class T>
class Required {
 public:
  template <class U>
  requires(std::convertible_to<U, T> && !std::same_as<std::remove_cvref_t<U>, Required>) Required(
      U&& value)  // NOLINT(google-explicit-constructor, bugprone-forwarding-reference-overload)
      : value_(held<T>(std::forward<U>(value))) {}
  const T* given() const { return &value_; }

 private:
  T value_;
};

/// A value of M::New that may be left out: then the model's or the database's default holds. Given
/// std::nullopt it is NULL, where that may be.
template <class T>
class OrDefault {
 public:
  OrDefault() = default;
  template <class U>
  requires(std::convertible_to<U, T> && !std::same_as<std::remove_cvref_t<U>, OrDefault>) OrDefault(
      U&& value)  // NOLINT(google-explicit-constructor, bugprone-forwarding-reference-overload)
      : value_(std::in_place, held<T>(std::forward<U>(value))) {}
  const T* given() const { return value_ ? &*value_ : nullptr; }

 private:
  std::optional<T> value_;
};

/// The value of a member of M::Row.
template <class T>
Value stored_value(const T& value) {
  if constexpr (nullable<T>) {
    return value ? value_for<Plain<T>>(*value) : Value(Null{});
  } else {
    return value_for<T>(value);
  }
}

/// The names of the fields of M::Row, each behind `prefix`.
template <class M>
std::vector<std::string> names_of(const std::string& prefix = {}) {
  std::vector<std::string> names;
  M::Map::row([&](const auto& field, auto /*member*/, Part /*part*/) {
    names.push_back(prefix + std::string(field.name()));
  });
  return names;
}

/// How many of those there are.
template <class M>
std::size_t count_of_fields() {
  std::size_t count = 0;
  M::Map::row([&](const auto& /*field*/, auto /*member*/, Part /*part*/) { ++count; });
  return count;
}

/// From values in the order of names_of<M>(). Throws Error{usage} where the database holds what a
/// member can't.
template <class M>
typename M::Row row_of(std::span<const Value> values) {
  typename M::Row row{};
  std::size_t i = 0;
  M::Map::row([&](const auto& field, auto member, Part /*part*/) {
    read(values[i++], row.*member, Origin{M::Map::handle, field.name()});
  });
  return row;
}

/// What was given of a new row.
template <class M>
validate::Row values_of(const typename M::New& made) {
  validate::Row values;
  M::Map::made([&](const auto& field, auto member) {
    if (const auto* const given = (made.*member).given())
      values.emplace(std::string(field.name()), stored_value(*given));
  });
  return values;
}

}  // namespace covet::typed
