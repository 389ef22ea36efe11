#pragma once

#include <array>
#include <chrono>
#include <cstddef>

namespace covet {

/// The latest durations of something, for percentiles. Constant memory; not for two threads at
/// once.
class Latencies {
 public:
  void add(std::chrono::nanoseconds duration);
  /// How many are kept of those that were added.
  std::size_t size() const { return size_; }
  /// By nearest rank; `percent` of 0 to 100. Zero where nothing was added.
  std::chrono::nanoseconds percentile(double percent) const;
  std::chrono::nanoseconds average() const;

 private:
  static constexpr std::size_t most = 1024;
  std::array<std::chrono::nanoseconds, most> kept_{};
  std::size_t next_ = 0;
  std::size_t size_ = 0;
};

}  // namespace covet
