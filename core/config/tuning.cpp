#include "core/config/tuning.h"

#include <array>
#include <charconv>
#include <string>

#include "core/base/error.h"
#include "core/config/config.h"

namespace covet {
namespace {

using std::chrono::milliseconds;

constexpr auto keys = std::to_array<TuningKey>({
    {"pool", "min", [](Tuning& t, int n) { t.pool.min = static_cast<std::size_t>(n); }, nullptr, 0},
    {"pool", "max", [](Tuning& t, int n) { t.pool.max = static_cast<std::size_t>(n); }},
    {"pool", "timeout", nullptr, [](Tuning& t, milliseconds d) { t.pool.borrow_timeout = d; }},
    {"pool", "max_age", nullptr, [](Tuning& t, milliseconds d) { t.pool.max_age = d; }},
    {"pool", "max_idle", nullptr, [](Tuning& t, milliseconds d) { t.pool.max_idle = d; }},
    {"pool", "check_after", nullptr, [](Tuning& t, milliseconds d) { t.pool.check_after = d; }},
    {"retry", "attempts", [](Tuning& t, int n) { t.retry.attempts = n; }},
    {"retry", "first_delay", nullptr, [](Tuning& t, milliseconds d) { t.retry.first_delay = d; }},
    {"retry", "longest_delay", nullptr,
     [](Tuning& t, milliseconds d) { t.retry.longest_delay = d; }},
    {"breaker", "failure_threshold", [](Tuning& t, int n) { t.breaker.failure_threshold = n; }},
    {"breaker", "timeout", nullptr, [](Tuning& t, milliseconds d) { t.breaker.timeout = d; }},
    {"breaker", "success_threshold", [](Tuning& t, int n) { t.breaker.success_threshold = n; }},
    {"breaker", "half_open_max_calls", [](Tuning& t, int n) { t.breaker.half_open_max_calls = n; }},
    {"health", "interval", nullptr, [](Tuning& t, milliseconds d) { t.health.interval = d; }},
    {"health", "timeout", nullptr, [](Tuning& t, milliseconds d) { t.health.timeout = d; }},
    {"health", "slow", nullptr, [](Tuning& t, milliseconds d) { t.health.slow = d; }},
    {"health", "failure_threshold", [](Tuning& t, int n) { t.health.failure_threshold = n; }},
});

int count_of_parameter(const std::string& parameter, const std::string& text, int least) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size() && number >= least) return number;
  throw Error(Errc::config, "the URL's parameter " + parameter + " can't be `" + text + "`",
              "write a number of " + std::to_string(least) + " or more");
}

}  // namespace

std::span<const TuningKey> tuning_keys() {
  return keys;
}

void take_tuning(Url& url, Tuning& tuning) {
  for (const TuningKey& key : keys) {
    const std::string parameter = std::string(key.section) + '_' + std::string(key.name);
    const auto text = url.take(parameter);
    if (!text) continue;
    if (key.set_count != nullptr) {
      key.set_count(tuning, count_of_parameter(parameter, *text, key.least));
    } else {
      key.set_time(tuning, config::parse_duration(*text));
    }
  }
}

void check_tuning(const Tuning& tuning) {
  const PoolOptions& pool = tuning.pool;
  if (pool.min && pool.max && *pool.min > *pool.max) {
    throw Error(Errc::config, "the pool's `min` is larger than its `max`",
                "write a `min` of " + std::to_string(*pool.max) + " at most");
  }
}

}  // namespace covet
