#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace covet::postgresql {

/// What a statement does to the transaction that it runs in.
enum class Effect : std::uint8_t { none, begins, commits, rolls_back, returns_to_savepoint };

/// Of each statement of a text that has one.
std::vector<Effect> effects_of(std::string_view sql);

}  // namespace covet::postgresql
