#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace covet {

/// Calls something from a thread of its own when a deadline passes before it is called off. The
/// thread begins with the first deadline.
class Watchdog {
 public:
  explicit Watchdog(std::function<void()> bite) : bite_(std::move(bite)) {}
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  void set(std::chrono::milliseconds after);
  /// Waits for a call that is under way. True if it was called since set().
  bool call_off();

 private:
  void run(const std::stop_token& stop);

  std::function<void()> bite_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  /// When the thread looks next, so that a later deadline need not wake it.
  std::chrono::steady_clock::time_point looks_at_{};
  bool bit_ = false;
  std::jthread thread_;
};

}  // namespace covet
