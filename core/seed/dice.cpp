#include "core/seed/dice.h"

namespace covet::seed {

// SplitMix64 (Steele, Lea, Flood, 2014): each of its steps can be undone.
std::uint64_t mixed(std::uint64_t number) {
  number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31U);
}

Dice Dice::of(std::string_view name) const {
  // FNV-1a.
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char letter : name)
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  return Dice(mixed(state_ ^ hash));
}

Dice Dice::of(std::uint64_t number) const {
  return Dice(mixed(state_ + number * 0x9e3779b97f4a7c15U));
}

std::uint64_t Dice::next() {
  state_ += 0x9e3779b97f4a7c15U;
  return mixed(state_);
}

std::uint64_t Dice::below(std::uint64_t limit) {
  return next() % limit;
}

bool Dice::chance(unsigned percent) {
  return below(100) < percent;
}

}  // namespace covet::seed
