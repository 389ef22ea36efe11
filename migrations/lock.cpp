#include "migrations/lock.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/config/config.h"

namespace covet::migrations {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{1000};
constexpr milliseconds between_messages{5000};

Error held(const schema::LockHolder& holder, milliseconds timeout) {
  std::string message = "another covet holds the migration lock";
  if (!holder.description.empty()) message += ": " + holder.description;
  if (timeout.count() > 0) message += " (waited " + config::format_duration(timeout) + ")";
  return Error(Errc::lock_held, std::move(message),
               "wait until it has finished, or give more time with --lock-timeout");
}

}  // namespace

std::unique_ptr<schema::Lock> take_lock(
    const schema::Locker& locker, const Url& url, const ConnectOptions& options,
    const std::string& history_table, milliseconds timeout, Clock& clock, std::stop_token stop,
    const std::function<void(const schema::LockHolder&)>& waiting) {
  const steady_clock::time_point deadline = clock.now() + timeout;
  std::optional<steady_clock::time_point> told;
  for (milliseconds pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
    if (stop.stop_requested()) {
      throw Error(Errc::cancelled, "stopped while waiting for the migration lock");
    }
    schema::LockAttempt attempt = locker.try_lock(url, options, history_table);
    if (attempt.lock) return std::move(attempt.lock);
    const schema::LockHolder holder = std::move(attempt.holder).value_or(schema::LockHolder{});
    const steady_clock::time_point now = clock.now();
    if (now >= deadline) throw held(holder, timeout);
    if (waiting && (!told || now - *told >= between_messages)) {
      waiting(holder);
      told = now;
    }
    const auto left = std::chrono::ceil<milliseconds>(deadline - now);
    clock.sleep(std::min(pause, left), stop);
  }
}

}  // namespace covet::migrations
