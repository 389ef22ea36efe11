#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

#include "core/base/clock.h"
#include "core/config/tuning.h"
#include "core/db/connection.h"

namespace covet {

/// A time between half of `delay` and the whole, so that those who failed together don't meet
/// again ("equal jitter", M. Brooker, Exponential Backoff And Jitter, 2015).
std::chrono::milliseconds jittered(std::chrono::milliseconds delay);

/// The pause after the `failures`th failure in a row (from 1), jittered.
std::chrono::milliseconds delay_after(int failures, const BackoffOptions& options);

/// Calls `connect`, again after a pause where the fault may go away by itself (the server can't be
/// reached, or has no room), at most `options.attempts` times. Throws the last error;
/// Errc::cancelled when `stop` was requested during a pause.
std::unique_ptr<Connection> connect_with_retry(
    const std::function<std::unique_ptr<Connection>()>& connect, const BackoffOptions& options,
    Clock& clock, const std::stop_token& stop = {});

}  // namespace covet
