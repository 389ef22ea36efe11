#include "migrations/patience.h"

#include <algorithm>
#include <utility>

#include "core/base/strings.h"
#include "core/config/config.h"
#include "core/db/backoff.h"

namespace covet::migrations {
namespace {

using std::chrono::milliseconds;

// Long enough that those who queued behind the statement get through, short enough to catch a gap.
constexpr milliseconds first_pause{500};
constexpr milliseconds longest_pause{10'000};

bool may_go_away(const RunContext& context, const Error& error) {
  const bool waited = error.code() == Errc::lock_timeout || error.code() == Errc::deadlock ||
                      error.code() == Errc::serialization || error.code() == Errc::lock_held;
  return waited && context.connection.usable() && !context.connection.in_transaction();
}

Error with_cause(const RunContext& context, const Error& error, milliseconds waited,
                 std::size_t attempts) {
  std::string message = error.message();
  if (attempts > 1) {
    message +=
        " (" + count_of(attempts, "attempt") + " in " + config::format_duration(waited) + ")";
  }
  const std::vector<std::string> blockers = context.watch.blockers();
  if (!blockers.empty()) message += "; it waited for " + join(blockers, ", and ");
  Error told(error.code(), std::move(message),
             "let the other session finish or end it, then run the command again; "
             "lock_retry in covet.toml gives more time");
  return error.sql() ? std::move(told).with(SqlContext(*error.sql())) : told;
}

}  // namespace

void patiently(const RunContext& context, const Run& run, const std::function<void()>& work) {
  const auto start = context.clock.now();
  milliseconds pause = first_pause;
  for (std::size_t attempt = 1;; ++attempt) {
    try {
      work();
      return;
    } catch (const Error& error) {
      if (!may_go_away(context, error)) throw;
      const milliseconds waited = context.since(start);
      const milliseconds left = context.options.lock_retry - waited;
      if (left <= milliseconds::zero()) throw with_cause(context, error, waited, attempt);
      const milliseconds rest = std::min(jittered(pause), left);
      context.tell(LockWait{&run, error.message(), context.watch.blockers(), rest, attempt});
      context.clock.sleep(rest, context.options.stop);
      if (context.options.stop.stop_requested()) {
        throw Error(Errc::cancelled, "stopped while waiting for a lock");
      }
      pause = std::min(pause * 2, longest_pause);
    }
  }
}

}  // namespace covet::migrations
