#include "core/db/database.h"

#include <algorithm>
#include <utility>

#include "core/db/backoff.h"

namespace covet {
namespace {

/// What the URL says wins.
Tuning tuned(Tuning tuning, Url& url) {
  take_tuning(url, tuning);
  check_tuning(tuning);
  return tuning;
}

/// A check gives up by itself: as long as a check may take, for each of its steps.
ConnectOptions for_checks(ConnectOptions options, const HealthOptions& health) {
  options.connect_timeout = std::min(options.connect_timeout, health.timeout);
  options.statement_timeout = health.timeout / 2;
  options.command_timeout = health.timeout;
  options.access = Access::read_only;
  return options;
}

}  // namespace

Database::Database(const Driver& driver, Url url, ConnectOptions options, const Tuning& tuning,
                   Clock& clock)
    : driver_(driver),
      url_(std::move(url)),
      options_(std::move(options)),
      tuning_(tuned(tuning, url_)),
      clock_(clock),
      breaker_(tuning_.breaker, clock),
      pool_(
          [this](const std::stop_token& stop) {
            const auto connect = [this] {
              return breaker_.call([this] { return driver_.connect(url_, options_); });
            };
            return connect_with_retry(connect, tuning_.retry, clock_, stop);
          },
          tuning_.pool, clock),
      health_(
          ping_probe([this] { return driver_.connect(url_, for_checks(options_, tuning_.health)); },
                     clock),
          tuning_.health, clock) {
  health_.on_unhealthy([this](Health, const HealthMetrics&) { pool_.drop_idle(); });
}

void Database::in_transaction(const std::function<void(Connection&)>& work,
                              const TransactionOptions& options, const BackoffOptions& retry) {
  const Lease lease = borrow();
  covet::in_transaction(*lease, options, retry, clock_, [&] { work(*lease); });
}

}  // namespace covet
