#pragma once

#include <chrono>
#include <mutex>
#include <vector>

#include "core/base/clock.h"

namespace covet::tests {

/// Time that passes only when somebody sleeps, which takes none, or a test says so.
class StillClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point now() const override {
    const std::lock_guard guard(mutex_);
    return now_;
  }
  Timestamp wall() const override {
    return std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(5);
  }
  void sleep(std::chrono::milliseconds duration, std::stop_token) override {
    const std::lock_guard guard(mutex_);
    sleeps_.push_back(duration);
    now_ += duration;
  }
  void pass(std::chrono::milliseconds duration) {
    const std::lock_guard guard(mutex_);
    now_ += duration;
  }
  std::vector<std::chrono::milliseconds> sleeps() const {
    const std::lock_guard guard(mutex_);
    return sleeps_;
  }
  void forget_sleeps() {
    const std::lock_guard guard(mutex_);
    sleeps_.clear();
  }

 private:
  mutable std::mutex mutex_;
  std::chrono::steady_clock::time_point now_{};
  std::vector<std::chrono::milliseconds> sleeps_;
};

}  // namespace covet::tests
