#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "core/base/clock.h"
#include "core/config/tuning.h"
#include "core/config/url.h"
#include "core/db/circuit_breaker.h"
#include "core/db/driver.h"
#include "core/db/health.h"
#include "core/db/pool.h"
#include "core/db/transaction.h"

namespace covet {

/// One database as a program uses it: a pool that asks a circuit breaker before it connects, tries
/// again what may go away, and a health checker. Safe from any thread.
///
///     Database blog(backend.driver, parse_url("postgresql://…"), {}, {});
///     blog.in_transaction([](Connection& connection) { connection.execute({"…", {…}}); });
class Database {
 public:
  /// Connects to nothing yet. Settings in the URL (?pool_max=20) win over `tuning`. `driver` and
  /// `clock` must outlive it. Throws Error{config} for settings that make no sense.
  Database(const Driver& driver, Url url, ConnectOptions options, const Tuning& tuning,
           Clock& clock = system_clock());

  /// Throws as Pool::borrow and Driver::connect do, Error{circuit_open} where the breaker is open.
  Lease borrow(const std::stop_token& stop = {}) { return pool_.borrow(stop); }
  /// Runs `work` in a transaction of a connection of the pool, and commits; again after a deadlock
  /// or a serialization failure, never where the outcome is in doubt.
  void in_transaction(const std::function<void(Connection&)>& work,
                      const TransactionOptions& options = {.isolation = Isolation::read_committed},
                      const BackoffOptions& retry = usual_transaction_retry);

  Pool& pool() { return pool_; }
  CircuitBreaker& breaker() { return breaker_; }
  /// Checks nothing until it is started. When it finds the database UNHEALTHY, the pool's idle
  /// connections are given up.
  HealthChecker& health() { return health_; }

 private:
  const Driver& driver_;
  Url url_;
  ConnectOptions options_;
  Tuning tuning_;
  Clock& clock_;
  CircuitBreaker breaker_;
  Pool pool_;
  HealthChecker health_;
};

}  // namespace covet
