#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

#include "core/base/clock.h"
#include "schema/backend.h"

namespace covet::migrations {

/// Tries until the lock is had or `timeout` has passed. `waiting` is called once when it has to
/// wait, and then about every 5 s, with who holds it. Throws Error{lock_held} naming the holder. A
/// zero timeout tries once. A server without room for another session is waited for likewise. The
/// lock that comes back may be asked from any thread, and is looked after every 10 s.
std::unique_ptr<schema::Lock> take_lock(
    const schema::Locker& locker, const Url& url, const ConnectOptions& options,
    const std::string& history_table, std::chrono::milliseconds timeout, Clock& clock,
    const std::stop_token& stop, const std::function<void(const schema::LockHolder&)>& waiting);

/// A living holder speaks to the server every 10 s: one that has been silent for 30 s is gone.
bool seems_dead(const schema::LockHolder& holder);

}  // namespace covet::migrations
