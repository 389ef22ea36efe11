#pragma once

#include <chrono>
#include <stop_token>

#include "core/base/value.h"

namespace covet {

/// Time as a dependency: tests bring their own.
class Clock {
 public:
  virtual ~Clock() = default;
  /// For durations and deadlines; never goes back.
  virtual std::chrono::steady_clock::time_point now() const = 0;
  /// For what is written down.
  virtual Timestamp wall() const = 0;
  /// Returns early when `stop` is requested.
  virtual void sleep(std::chrono::milliseconds duration, std::stop_token stop = {}) = 0;
};

/// The machine's clocks.
Clock& system_clock();

}  // namespace covet
