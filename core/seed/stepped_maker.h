#pragma once

#include <cstdint>

#include "core/seed/maker.h"

namespace covet::seed {

/// Values in equal steps, counted by whole numbers far below what std::int64_t holds. Who derives
/// from it sets the bounds and says what a step is.
class SteppedMaker : public Maker {
 public:
  bool empty() const { return least_ > most_; }

  Value any(Dice dice) const override {
    const auto count = static_cast<std::uint64_t>(usual_most_ - usual_least_) + 1;
    return value(usual_least_ + static_cast<std::int64_t>(dice.below(count)));
  }
  std::uint64_t capacity() const override { return static_cast<std::uint64_t>(most_ - least_) + 1; }
  /// Onwards from the first one, and where these end, from the least.
  Value distinct(std::uint64_t number, Dice /*dice*/) const override {
    const auto ahead = static_cast<std::uint64_t>(most_ - first_) + 1;
    const auto step = static_cast<std::int64_t>(number < ahead ? number : number - ahead);
    return value((number < ahead ? first_ : least_) + step);
  }

 protected:
  virtual Value value(std::int64_t step) const = 0;

  // All are allowed themselves.
  std::int64_t least_ = 0;
  std::int64_t most_ = 0;
  std::int64_t usual_least_ = 0;
  std::int64_t usual_most_ = 0;
  std::int64_t first_ = 0;
};

}  // namespace covet::seed
