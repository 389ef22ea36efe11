#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/error.h"

namespace covet::tests {

/// What libFuzzer hands over, as text.
inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the same bytes
  return {reinterpret_cast<const char*>(data), size};
}

/// Bad input may end in an Error, and in nothing else.
template <class Work>
void tolerate_errors(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    if (error.code() == Errc::internal) __builtin_trap();
  }
}

}  // namespace covet::tests
