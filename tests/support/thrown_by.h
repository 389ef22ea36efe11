#pragma once

#include <optional>

#include "core/base/error.h"

namespace covet::tests {

/// The code of the Error that `work` throws; nothing where it throws none.
template <class Work>
std::optional<Errc> thrown_by(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

}  // namespace covet::tests
