#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/value.h"
#include "core/typed/choices.h"

/// Values of C++ types, as fields of generated models have them, and what a database holds for
/// them.
namespace covet::typed {

// ---- which types there are

template <class T>
struct Unwrapped {
  using type = T;
  static constexpr bool nullable = false;
};
template <class T>
struct Unwrapped<std::optional<T>> {
  using type = T;
  static constexpr bool nullable = true;
};
/// T without its optional: what a value is where there is one.
template <class T>
using Plain = typename Unwrapped<T>::type;
/// Whether a T may be NULL.
template <class T>
inline constexpr bool nullable = Unwrapped<T>::nullable;
/// An optional Plain<T>.
template <class T>
using Nullable = std::optional<Plain<T>>;

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = !std::same_as<T, std::byte>;

template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;
template <class T>
concept Number = Integer<T> || std::floating_point<T> || std::same_as<T, Decimal>;
template <class T>
concept Text = std::convertible_to<const T&, std::string_view>;
template <class T>
concept HasDay = std::same_as<T, Date> || std::same_as<T, Timestamp>;
template <class T>
concept HasHour = std::same_as<T, TimeOfDay> || std::same_as<T, Timestamp>;

/// A field of T may be compared with a U: numbers with numbers (Decimal with whole ones only, as a
/// double is none exactly), texts with texts, days with days, an enum with itself.
template <class T, class U>
concept Fits = (Integer<T> && (Integer<U> || std::floating_point<U>)) ||
               (std::floating_point<T> && (Integer<U> || std::floating_point<U>)) ||
               (std::same_as<T, Decimal> && (std::same_as<U, Decimal> || Integer<U>)) ||
               (std::same_as<T, bool> && std::same_as<U, bool>) ||
               (std::same_as<T, std::string> && Text<U>) || (Choices<T> && std::same_as<T, U>) ||
               (std::same_as<T, Timestamp> && std::convertible_to<const U&, Timestamp>) ||
               (std::same_as<T, Date> &&
                (std::same_as<U, Date> || std::same_as<U, std::chrono::sys_days>)) ||
               (std::same_as<T, TimeOfDay> && std::convertible_to<const U&, TimeOfDay>) ||
               ((std::same_as<T, Uuid> || std::same_as<T, Bytes>)&&std::same_as<T, U>) ||
               (std::same_as<T, Json> && (std::same_as<U, Json> || Text<U> || Integer<U> ||
                                          std::floating_point<U> || std::same_as<U, bool>)) ||
               (std::same_as<T, Value> && std::convertible_to<const U&, Value>) ||
               (is_list<T> && std::same_as<T, U>);

/// A field of T may be given a U: as Fits, but a whole number is given whole ones.
template <class T, class U>
concept Holds = Fits<T, U> && !(Integer<T> && std::floating_point<U>);

// ---- there

/// A JSON array of `items`, as a field of type Array takes it.
Json list_of(const std::vector<Value>& items);

/// What a field of type Plain<T> is compared with or given for `value`.
template <class T, class U>
requires Fits<T, U> Value value_for(const U& value) {
  if constexpr (std::same_as<T, U> && std::convertible_to<const U&, Value> && !Integer<U>) {
    return Value(value);
  } else if constexpr (std::same_as<T, Value>) {
    return value;
  } else if constexpr (Choices<T>) {
    return std::string(to_text(value));
  } else if constexpr (is_list<T>) {
    std::vector<Value> items;
    for (const typename T::value_type& item : value)
      items.push_back(value_for<typename T::value_type>(item));
    return list_of(items);
  } else if constexpr (std::same_as<T, Timestamp>) {
    return Timestamp(value);
  } else if constexpr (std::same_as<T, Date>) {
    return Date(value);
  } else if constexpr (std::same_as<T, TimeOfDay>) {
    return TimeOfDay(value);
  } else if constexpr (std::same_as<U, bool> || std::same_as<U, Json>) {
    return value;
  } else if constexpr (std::signed_integral<U>) {
    return std::int64_t{value};
  } else if constexpr (std::unsigned_integral<U>) {
    return std::in_range<std::int64_t>(value) ? Value(static_cast<std::int64_t>(value))
                                              : Value(static_cast<std::uint64_t>(value));
  } else if constexpr (std::floating_point<U>) {
    return static_cast<double>(value);
  } else {
    return std::string(std::string_view(value));
  }
}

// ---- and back

/// Where a value comes from, for messages.
struct Origin {
  std::string_view model;
  std::string_view field;
};

/// Throws Error{usage}: the database holds what the type can't.
[[noreturn]] void refuse(const Value& value, const Origin& origin, std::string_view wanted);

/// Throws Error{usage}: a field was given a whole number, as text, that it can't hold.
[[noreturn]] void out_of_bounds(const std::string& number, bool field_is_unsigned);

std::int64_t integer_in(const Value& value, const Origin& origin);
std::uint64_t unsigned_in(const Value& value, const Origin& origin);
std::vector<Value> items_in(const Value& value, const Origin& origin);
void read(const Value& value, bool& target, const Origin& origin);
void read(const Value& value, double& target, const Origin& origin);
void read(const Value& value, Decimal& target, const Origin& origin);
void read(const Value& value, std::string& target, const Origin& origin);
void read(const Value& value, Bytes& target, const Origin& origin);
void read(const Value& value, Date& target, const Origin& origin);
void read(const Value& value, TimeOfDay& target, const Origin& origin);
void read(const Value& value, Timestamp& target, const Origin& origin);
void read(const Value& value, Uuid& target, const Origin& origin);
void read(const Value& value, Json& target, const Origin& origin);
void read(const Value& value, Value& target, const Origin& origin);

template <Integer T>
void read(const Value& value, T& target, const Origin& origin) {
  if constexpr (std::signed_integral<T>) {
    const std::int64_t number = integer_in(value, origin);
    if (!std::in_range<T>(number)) refuse(value, origin, "a number of its size");
    target = static_cast<T>(number);
  } else {
    const std::uint64_t number = unsigned_in(value, origin);
    if (!std::in_range<T>(number)) refuse(value, origin, "a number of its size");
    target = static_cast<T>(number);
  }
}

template <Choices E>
void read(const Value& value, E& target, const Origin& origin) {
  const auto* const text = std::get_if<std::string>(&value);
  const std::optional<E> choice = text == nullptr ? std::nullopt : from_text<E>(*text);
  if (!choice) refuse(value, origin, "one of its choices");
  target = *choice;
}

template <class T>
requires is_list<std::vector<T>>
void read(const Value& value, std::vector<T>& target, const Origin& origin) {
  target.clear();
  for (const Value& each : items_in(value, origin)) {
    T item{};
    read(each, item, origin);
    target.push_back(std::move(item));
  }
}

template <class T>
void read(const Value& value, std::optional<T>& target, const Origin& origin) {
  if (is_null(value)) {
    target.reset();
  } else {
    read(value, target.emplace(), origin);
  }
}

}  // namespace covet::typed
