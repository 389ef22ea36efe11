#pragma once

#include <cstdint>
#include <string_view>

namespace covet::seed {

/// Numbers that look random, and are the same wherever and whenever they are asked for: nothing of
/// the machine, the library or the engine is in them. A value; not for secrets.
class Dice {
 public:
  explicit Dice(std::uint64_t state) : state_(state) {}
  /// Others for each name, or number, of what they are thrown for.
  Dice of(std::string_view name) const;
  Dice of(std::uint64_t number) const;

  std::uint64_t next();
  /// 0 to before `limit`, which isn't 0.
  std::uint64_t below(std::uint64_t limit);
  bool chance(unsigned percent);

 private:
  std::uint64_t state_;
};

/// Different for different numbers, and without likeness to them.
std::uint64_t mixed(std::uint64_t number);

}  // namespace covet::seed
