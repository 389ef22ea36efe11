#include "core/base/watchdog.h"

namespace covet {

using Time = std::chrono::steady_clock::time_point;

void Watchdog::set(std::chrono::milliseconds after) {
  const Time deadline = std::chrono::steady_clock::now() + after;
  const std::lock_guard guard(mutex_);
  bit_ = false;
  deadline_ = deadline;
  if (!thread_.joinable()) {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  } else if (deadline < looks_at_) {
    changed_.notify_all();
  }
}

bool Watchdog::call_off() {
  const std::lock_guard guard(mutex_);
  deadline_.reset();
  return bit_;
}

void Watchdog::run(const std::stop_token& stop) {
  constexpr std::chrono::hours idle_look{1};
  std::unique_lock guard(mutex_);
  while (!stop.stop_requested()) {
    const Time now = std::chrono::steady_clock::now();
    if (deadline_ && *deadline_ <= now) {
      deadline_.reset();
      bit_ = true;
      bite_();
      continue;
    }
    looks_at_ = deadline_.value_or(now + idle_look);
    const Time awaited = looks_at_;
    changed_.wait_until(guard, stop, awaited, [&] {
      return deadline_ && (*deadline_ < awaited || *deadline_ <= std::chrono::steady_clock::now());
    });
  }
}

}  // namespace covet
