#include "schema/maintenance.h"

#include <array>

#include <fmt/core.h>

namespace covet::schema {

std::string size_text(std::uint64_t bytes) {
  constexpr std::array units{"bytes", "kB", "MB", "GB", "TB", "PB"};
  constexpr double step = 1024;
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; size >= step && unit + 1 < units.size(); ++unit)
    size /= step;
  if (unit == 0 || size >= 10) return fmt::format("{:.0f} {}", size, units.at(unit));
  return fmt::format("{:.1f} {}", size, units.at(unit));
}

}  // namespace covet::schema
