#include "core/db/health.h"

#include <utility>

#include "core/base/error.h"

namespace covet {

using std::chrono::nanoseconds;

std::string_view name_of(Health health) {
  switch (health) {
    case Health::unknown:
      return "UNKNOWN";
    case Health::healthy:
      return "HEALTHY";
    case Health::degraded:
      return "DEGRADED";
    case Health::unhealthy:
      return "UNHEALTHY";
  }
  return "UNKNOWN";
}

void HealthRecord::success(nanoseconds took, Timestamp when) {
  ++counts_.checks;
  counts_.consecutive_failures = 0;
  counts_.last_check = when;
  counts_.last_error.clear();
  latencies_.add(took);
  health_ = took >= options_.slow ? Health::degraded : Health::healthy;
}

void HealthRecord::failure(std::string message, Timestamp when) {
  ++counts_.checks;
  ++counts_.failures;
  ++counts_.consecutive_failures;
  counts_.last_check = when;
  counts_.last_error = std::move(message);
  const bool too_many = counts_.consecutive_failures >= options_.failure_threshold;
  health_ = too_many ? Health::unhealthy : Health::degraded;
}

HealthMetrics HealthRecord::metrics() const {
  HealthMetrics metrics = counts_;
  metrics.health = health_;
  if (metrics.checks > 0) {
    metrics.success_rate = static_cast<double>(metrics.checks - metrics.failures) /
                           static_cast<double>(metrics.checks);
  }
  metrics.average = latencies_.average();
  metrics.p50 = latencies_.percentile(50);
  metrics.p95 = latencies_.percentile(95);
  metrics.p99 = latencies_.percentile(99);
  return metrics;
}

Probe ping_probe(std::function<std::unique_ptr<Connection>()> connect, Clock& clock) {
  return
      [connect = std::move(connect), &clock, connection = std::shared_ptr<Connection>()]() mutable {
        const auto start = clock.now();
        try {
          if (connection && !connection->usable()) connection.reset();
          if (!connection) connection = connect();
          connection->ping();
        } catch (const Error&) {
          connection.reset();
          throw;
        }
        return std::chrono::nanoseconds(clock.now() - start);
      };
}

HealthChecker::HealthChecker(Probe probe, const HealthOptions& options, Clock& clock)
    : probe_(std::move(probe)), options_(options), clock_(clock), record_(options) {}

HealthChecker::~HealthChecker() {
  stop();
}

void HealthChecker::start() {
  if (thread_.joinable()) return;
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void HealthChecker::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

void HealthChecker::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    check();
    clock_.sleep(options_.interval, stop);
  }
}

HealthMetrics HealthChecker::check() {
  const std::lock_guard one_at_a_time(checking_);
  nanoseconds took{0};
  std::optional<std::string> fault;
  try {
    took = probe_();
  } catch (const Error& error) {
    fault = error.message();
  }
  if (!fault && took > options_.timeout) fault = "no answer in time";
  Health before{};
  HealthMetrics now;
  {
    const std::lock_guard guard(mutex_);
    before = record_.health();
    if (fault) {
      record_.failure(std::move(*fault), clock_.wall());
    } else {
      record_.success(took, clock_.wall());
    }
    now = record_.metrics();
  }
  checked_.notify_all();
  if (now.health != before) {
    if (on_change_) on_change_(before, now);
    if (now.health == Health::unhealthy && on_unhealthy_) on_unhealthy_(before, now);
  }
  return now;
}

HealthMetrics HealthChecker::metrics() const {
  const std::lock_guard guard(mutex_);
  return record_.metrics();
}

Health HealthChecker::health() const {
  const std::lock_guard guard(mutex_);
  return record_.health();
}

bool HealthChecker::wait_for_healthy(std::chrono::milliseconds timeout,
                                     const std::stop_token& stop) {
  std::unique_lock guard(mutex_);
  return checked_.wait_for(guard, stop, timeout, [&] {
    const HealthMetrics now = record_.metrics();
    return now.checks > 0 && now.consecutive_failures == 0;
  });
}

}  // namespace covet
