#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/error.h"

namespace covet::cli {

enum class ExitCode : std::uint8_t {
  ok = 0,
  finding = 1,
  usage = 2,
  no_connection = 3,
  failed = 4,
  partly_applied = 5,
  locked = 6,
  refused = 7,
  history_mismatch = 8,
  unknown_outcome = 9,
  internal = 70,
  interrupted = 130,
  terminated = 143,
};

struct ExitCodeInfo {
  ExitCode code;
  std::string_view meaning;
};

/// For `covet help exit-codes` and the manual.
std::span<const ExitCodeInfo> exit_codes();

ExitCode exit_code(Errc code);
/// What an ended-by-signal run exits with.
ExitCode exit_code_for_signal(int signal);

constexpr int number(ExitCode code) {
  return static_cast<int>(code);
}

}  // namespace covet::cli
