#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <thread>
#include <utility>

#include "core/base/clock.h"
#include "core/config/tuning.h"
#include "core/db/connection.h"

namespace covet {

struct PoolStats {
  std::size_t size = 0;  ///< open, and being opened
  std::size_t busy = 0;
  std::size_t idle = 0;
  std::size_t waiting = 0;               ///< borrowers in the queue
  std::uint64_t borrowed = 0;            ///< leases given
  std::uint64_t reused = 0;              ///< of those, without connecting
  std::uint64_t opened = 0;              ///< connections
  std::uint64_t retired = 0;             ///< closed for their age, or as they rested too long
  std::uint64_t reconnects = 0;          ///< dropped as broken
  std::uint64_t errors = 0;              ///< failed attempts to connect
  std::uint64_t timeouts = 0;            ///< borrowers that waited in vain
  std::chrono::nanoseconds wait_p50{0};  ///< of the last borrowers
  std::chrono::nanoseconds wait_p99{0};
};

/// A connection that is lent. Gives itself back when destroyed: a transaction left open is rolled
/// back, a broken connection is dropped, a listener to its notices is let go. What SET changed
/// stays; use SET LOCAL, or drop(). May outlive the pool.
class Lease {
 public:
  Lease(Lease&&) noexcept = default;
  Lease& operator=(Lease&& other) noexcept;
  ~Lease() { give_back(); }
  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_.get(); }
  /// Gives the connection back now; the lease is empty then.
  void give_back() noexcept;
  /// Closes the connection instead of giving it back.
  void drop() noexcept;

 private:
  friend class Pool;
  struct Home;
  Lease(std::shared_ptr<Home> home, std::unique_ptr<Connection> connection,
        std::chrono::steady_clock::time_point opened);

  std::shared_ptr<Home> home_;
  std::unique_ptr<Connection> connection_;
  std::chrono::steady_clock::time_point opened_;
};

/// Connections to one database, lent one at a time. Safe from any thread. Opens one only when
/// somebody wants it and none is idle; who waits is served in the order of coming.
class Pool {
 public:
  using Connect = std::function<std::unique_ptr<Connection>(const std::stop_token&)>;

  /// `connect` is called by the threads that borrow, several at once. Options without min and max
  /// have 0 and 10.
  Pool(Connect connect, const PoolOptions& options, Clock& clock = system_clock());
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// Throws Error{timeout} when none came free in options.borrow_timeout, what `connect` throws,
  /// Error{cancelled} when `stop` was requested, Error{usage} after shut_down().
  Lease borrow(const std::stop_token& stop = {});
  PoolStats stats() const;
  /// Closes the idle connections that are older, or rested longer, than the options say, but leaves
  /// `min`. Borrowing and a thread of the pool's own do this too.
  void retire();
  /// Closes all idle connections: after the server went away none of them lives.
  void drop_idle();
  /// No new leases; waits for those that are out. False where some still were after `patience`;
  /// they close their connections when they end.
  bool shut_down(std::chrono::milliseconds patience);

 private:
  std::shared_ptr<Lease::Home> home_;
  std::jthread housekeeper_;
};

}  // namespace covet
