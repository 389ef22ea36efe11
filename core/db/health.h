#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "core/base/clock.h"
#include "core/base/latencies.h"
#include "core/config/tuning.h"
#include "core/db/connection.h"

namespace covet {

enum class Health : std::uint8_t { unknown, healthy, degraded, unhealthy };
/// "UNKNOWN", "HEALTHY", "DEGRADED", "UNHEALTHY".
std::string_view name_of(Health health);

struct HealthMetrics {
  Health health = Health::unknown;
  std::uint64_t checks = 0;
  std::uint64_t failures = 0;
  double success_rate = 0;  ///< of all checks, 0 to 1
  int consecutive_failures = 0;
  std::chrono::nanoseconds average{0};  ///< response time of the last successful checks
  std::chrono::nanoseconds p50{0};
  std::chrono::nanoseconds p95{0};
  std::chrono::nanoseconds p99{0};
  std::optional<Timestamp> last_check;
  std::string last_error;  ///< of the last check, "" where it succeeded
};

/// What checks say of a database. Without clock and lock.
class HealthRecord {
 public:
  explicit HealthRecord(const HealthOptions& options) : options_(options) {}
  /// Slower than options.slow is DEGRADED; a first failure too, options.failure_threshold of them
  /// in a row are UNHEALTHY.
  void success(std::chrono::nanoseconds took, Timestamp when);
  void failure(std::string message, Timestamp when);
  Health health() const { return health_; }
  HealthMetrics metrics() const;

 private:
  HealthOptions options_;
  Health health_ = Health::unknown;
  Latencies latencies_;
  HealthMetrics counts_;
};

/// One check: returns how long the database took to answer, or throws Error.
using Probe = std::function<std::chrono::nanoseconds()>;

/// A round trip on a connection of its own, which it opens with `connect` when there is none, and
/// again when it broke. Not for two threads at once.
Probe ping_probe(std::function<std::unique_ptr<Connection>()> connect, Clock& clock);

/// Runs a probe every options.interval. Safe from any thread.
class HealthChecker {
 public:
  /// Called by the thread that checked, after each change. It must not throw.
  using OnChange = std::function<void(Health from, const HealthMetrics& now)>;

  /// `probe` is never run twice at once; it must give up by itself, about after options.timeout.
  HealthChecker(Probe probe, const HealthOptions& options, Clock& clock = system_clock());
  ~HealthChecker();
  HealthChecker(const HealthChecker&) = delete;
  HealthChecker& operator=(const HealthChecker&) = delete;

  /// Set them before start().
  void on_change(OnChange callback) { on_change_ = std::move(callback); }
  void on_unhealthy(OnChange callback) { on_unhealthy_ = std::move(callback); }
  /// Begins to check in the background, at once. stop() waits for a check under way.
  void start();
  void stop();
  /// One check now, by this thread.
  HealthMetrics check();
  HealthMetrics metrics() const;
  /// What metrics() says of it, without the sums.
  Health health() const;
  /// True once a check found it HEALTHY (or DEGRADED by its slowness alone); false when `timeout`
  /// passed or `stop` was requested first. Needs start().
  bool wait_for_healthy(std::chrono::milliseconds timeout, const std::stop_token& stop = {});

 private:
  void run(const std::stop_token& stop);

  Probe probe_;
  HealthOptions options_;
  Clock& clock_;
  OnChange on_change_;
  OnChange on_unhealthy_;
  std::mutex checking_;       ///< one check at a time
  mutable std::mutex mutex_;  ///< guards record_
  std::condition_variable_any checked_;
  HealthRecord record_;
  std::jthread thread_;
};

}  // namespace covet
