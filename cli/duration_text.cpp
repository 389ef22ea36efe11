#include "cli/duration_text.h"

#include <fmt/core.h>

namespace covet::cli {

std::string duration_text(std::chrono::milliseconds duration) {
  const auto ms = duration.count();
  if (ms < 1000) return fmt::format("{} ms", ms);
  if (ms < 60'000) return fmt::format("{}.{} s", ms / 1000, ms % 1000 / 100);
  return fmt::format("{} min {} s", ms / 60'000, ms / 1000 % 60);
}

}  // namespace covet::cli
