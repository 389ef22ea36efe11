#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "core/config/url.h"

namespace covet {

/// How many connections a pool keeps, and for how long.
struct PoolOptions {
  std::optional<std::size_t> min{};  ///< that many idle ones stay open; unset: the engine's usual
  std::optional<std::size_t> max{};  ///< open at once; unset: the engine's usual
  std::chrono::milliseconds borrow_timeout{30'000};
  std::chrono::milliseconds max_age{30 * 60'000};   ///< zero: no limit
  std::chrono::milliseconds max_idle{10 * 60'000};  ///< zero: no limit
  /// A connection that rested longer is asked whether it lives before it is lent.
  std::chrono::milliseconds check_after{30'000};
};

/// How often something is tried, and the pauses between: the first, doubled each time.
struct BackoffOptions {
  int attempts = 3;
  std::chrono::milliseconds first_delay{1000};
  std::chrono::milliseconds longest_delay{30'000};
};

struct BreakerOptions {
  int failure_threshold = 5;                  ///< in a row: CLOSED to OPEN
  std::chrono::milliseconds timeout{60'000};  ///< OPEN to HALF_OPEN
  int success_threshold = 2;                  ///< HALF_OPEN to CLOSED
  int half_open_max_calls = 3;                ///< under way at once while HALF_OPEN
};

struct HealthOptions {
  std::chrono::milliseconds interval{30'000};
  std::chrono::milliseconds timeout{5000};  ///< an answer that takes longer is a failure
  std::chrono::milliseconds slow{1000};     ///< one that takes longer: DEGRADED
  int failure_threshold = 3;                ///< in a row: UNHEALTHY
};

/// All that can be set of a database's connections, beside their timeouts.
struct Tuning {
  PoolOptions pool{};
  BackoffOptions retry{4};  ///< of connecting: at once, then after 1, 2 and 4 seconds
  BreakerOptions breaker{};
  HealthOptions health{};
};

/// One of those settings by name: `max` of [env.x.pool], `pool_max` in a URL.
struct TuningKey {
  std::string_view section;
  std::string_view name;
  /// A key holds either a count or a time.
  void (*set_count)(Tuning&, int) = nullptr;
  void (*set_time)(Tuning&, std::chrono::milliseconds) = nullptr;
  int least = 1;  ///< the smallest count that makes sense
};
std::span<const TuningKey> tuning_keys();

/// Takes the settings that `url` holds as parameters out of it, into `tuning`. Throws Error{config}
/// for a value that makes no sense.
void take_tuning(Url& url, Tuning& tuning);

/// Throws Error{config} where settings contradict each other.
void check_tuning(const Tuning& tuning);

}  // namespace covet
