#include "core/db/backoff.h"

#include <algorithm>
#include <random>

#include "core/base/error.h"

namespace covet {
namespace {

using std::chrono::milliseconds;

bool may_go_away(const Error& error) {
  return error.code() == Errc::connection || error.code() == Errc::too_many_connections;
}

}  // namespace

milliseconds jittered(milliseconds delay) {
  thread_local std::minstd_rand generator{std::random_device{}()};
  std::uniform_int_distribution<milliseconds::rep> some(delay.count() / 2, delay.count());
  return milliseconds(some(generator));
}

milliseconds delay_after(int failures, const BackoffOptions& options) {
  constexpr int most_doublings = 20;
  const int doublings = std::clamp(failures - 1, 0, most_doublings);
  return jittered(std::min(options.first_delay * (1 << doublings), options.longest_delay));
}

std::unique_ptr<Connection> connect_with_retry(
    const std::function<std::unique_ptr<Connection>()>& connect, const BackoffOptions& options,
    Clock& clock, const std::stop_token& stop) {
  for (int attempt = 1;; ++attempt) {
    try {
      return connect();
    } catch (const Error& error) {
      if (!may_go_away(error) || attempt >= options.attempts) throw;
    }
    clock.sleep(delay_after(attempt, options), stop);
    if (stop.stop_requested()) {
      throw Error(Errc::cancelled, "stopped while waiting for the next attempt to connect");
    }
  }
}

}  // namespace covet
