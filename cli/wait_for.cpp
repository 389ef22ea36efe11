#include "cli/wait_for.h"

#include <algorithm>

#include <fmt/core.h>

#include "cli/session.h"

namespace covet::cli {

void wait_for_database(Context& context, const Target& target, std::chrono::milliseconds timeout) {
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  constexpr milliseconds longest_pause{2000};
  const schema::Backend& backend = backend_for(target.url);
  const auto deadline = context.clock.now() + timeout;
  milliseconds pause{100};
  bool said = false;
  while (true) {
    const auto left = duration_cast<milliseconds>(deadline - context.clock.now());
    ConnectOptions options = connect_options(target, Access::read_only);
    options.connect_timeout = std::clamp(left, milliseconds{1000}, options.connect_timeout);
    try {
      backend.driver.connect(target.url, options)->ping();
      return;
    } catch (const Error& error) {
      // Also one that lets nobody in: a new server makes its users and databases last.
      if (!is_unreachable(error.code()) || left <= pause) throw;
      if (!said) context.say(fmt::format("Waiting for {}: {}", target.display(), error.message()));
      said = true;
    }
    context.clock.sleep(pause);
    pause = std::min(pause * 2, longest_pause);
  }
}

}  // namespace covet::cli
