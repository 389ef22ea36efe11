#include "migrations/lock.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
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
constexpr milliseconds keep_alive{10'000};

Error held(const schema::LockHolder& holder, milliseconds timeout) {
  std::string message = "another covet holds the migration lock";
  if (!holder.description.empty()) message += ": " + holder.description;
  if (timeout.count() > 0) message += " (waited " + config::format_duration(timeout) + ")";
  return Error(Errc::lock_held, std::move(message),
               "wait until it has finished, or give more time with --lock-timeout");
}

/// A lock that its owner's thread and its own share. Its session speaks to the server now and then:
/// what stands between them cuts off who is silent for long, and who waits for the lock can tell a
/// holder that lives from one that is gone.
class KeptLock final : public schema::Lock {
 public:
  explicit KeptLock(std::unique_ptr<schema::Lock> inner)
      : inner_(std::move(inner)), thread_([this](const std::stop_token& stop) { keep(stop); }) {}

  void check() override {
    const std::lock_guard guard(mutex_);
    inner_->check();
  }
  void announce(const std::string& doing) override {
    const std::lock_guard guard(mutex_);
    inner_->announce(doing);
  }
  bool per_transaction() const override { return inner_->per_transaction(); }
  void enter(Connection& connection) override { inner_->enter(connection); }

 private:
  void keep(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, stop, keep_alive, [] { return false; }) &&
           !stop.stop_requested()) {
      try {
        inner_->check();
      } catch (const Error&) {
        return;  // the owner's next check says so
      }
    }
  }

  std::unique_ptr<schema::Lock> inner_;
  std::mutex mutex_;
  std::condition_variable_any ended_;
  std::jthread thread_;
};

/// A crowded server counts as a held lock: whoever is in the way goes in time.
schema::LockAttempt attempt(const schema::Locker& locker, const Url& url,
                            const ConnectOptions& options, const std::string& history_table) {
  try {
    return locker.try_lock(url, options, history_table);
  } catch (const Error& error) {
    if (error.code() != Errc::too_many_connections) throw;
    return {nullptr, schema::LockHolder{"the server takes no more connections"}};
  }
}

}  // namespace

std::unique_ptr<schema::Lock> take_lock(
    const schema::Locker& locker, const Url& url, const ConnectOptions& options,
    const std::string& history_table, milliseconds timeout, Clock& clock,
    const std::stop_token& stop, const std::function<void(const schema::LockHolder&)>& waiting) {
  const steady_clock::time_point deadline = clock.now() + timeout;
  std::optional<steady_clock::time_point> told;
  for (milliseconds pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
    if (stop.stop_requested()) {
      throw Error(Errc::cancelled, "stopped while waiting for the migration lock");
    }
    schema::LockAttempt attempted = attempt(locker, url, options, history_table);
    if (attempted.lock) return std::make_unique<KeptLock>(std::move(attempted.lock));
    const schema::LockHolder holder = std::move(attempted.holder).value_or(schema::LockHolder{});
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

bool seems_dead(const schema::LockHolder& holder) {
  return holder.silent && *holder.silent > std::chrono::seconds(30);
}

}  // namespace covet::migrations
