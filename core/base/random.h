#pragma once

#include <cstddef>
#include <span>

namespace covet {

/// Fills `bytes` from the system's generator (getrandom), fit for secrets. Waits only where the
/// machine has just started. Throws Error{io} where the system has none.
void fill_random(std::span<std::byte> bytes);

}  // namespace covet
