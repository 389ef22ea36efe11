#pragma once

#include <concepts>
#include <optional>
#include <string_view>
#include <type_traits>

namespace covet::typed {

/// One value of an enum that stands for a text in the database.
template <class E>
struct Choice {
  E value;
  std::string_view text;
};

/// An enum beside which stands `choices_of(E)`, a range of every Choice<E> it has. Generated ones
/// have it; a program may give it to its own.
template <class E>
concept Choices = std::is_enum_v<E> && requires(E value) {
  choices_of(value);
};

/// The text in the database; "" for a number that is no enumerator.
template <Choices E>
constexpr std::string_view to_text(E value) {
  for (const Choice<E>& choice : choices_of(value)) {
    if (choice.value == value) return choice.text;
  }
  return {};
}

/// Nothing for a text that is none of them.
template <Choices E>
constexpr std::optional<E> from_text(std::string_view text) {
  for (const Choice<E>& choice : choices_of(E{})) {
    if (choice.text == text) return choice.value;
  }
  return std::nullopt;
}

}  // namespace covet::typed
