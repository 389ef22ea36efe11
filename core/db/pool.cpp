#include "core/db/pool.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/base/latencies.h"
#include "core/config/config.h"

namespace covet {

using std::chrono::milliseconds;
using Time = std::chrono::steady_clock::time_point;

namespace {

constexpr std::size_t usual_max = 10;
constexpr milliseconds longest_rest{30'000};

struct Idle {
  std::unique_ptr<Connection> connection;
  Time opened;
  Time since;
};

/// What a borrower in the queue is given: a connection, or the right to open one.
struct Waiter {
  std::condition_variable_any woken;
  std::optional<Idle> idle;
  bool may_open = false;
  bool served() const { return idle.has_value() || may_open; }
};

/// Fit to be lent again.
bool clean(Connection& connection) {
  try {
    connection.on_notice({});  // who listened may be gone
    if (connection.usable() && connection.in_transaction()) connection.execute("ROLLBACK");
    return connection.usable() && !connection.in_transaction();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

/// The pool's state, which leases share so that they may outlive it.
struct Lease::Home {
  Home(Pool::Connect connector, const PoolOptions& given, Clock& used)
      : connect(std::move(connector)), options(given), clock(used) {}

  const Pool::Connect connect;
  const PoolOptions options;
  Clock& clock;
  const std::size_t min = options.min.value_or(0);
  const std::size_t max = options.max.value_or(std::max(usual_max, min));

  mutable std::mutex mutex;
  /// For shut_down and the housekeeper, whom nothing concerns before: waking a thread at each
  /// lease's end would cost more than the lease.
  std::condition_variable_any changed;
  std::vector<Idle> idle;  ///< the last one given back is the last one here
  std::deque<Waiter*> queue;
  PoolStats counts;  ///< size counts those being opened too
  Latencies waits;
  bool closed = false;

  Lease borrow(const std::shared_ptr<Home>& self, const std::stop_token& stop);
  void take_back(std::unique_ptr<Connection> connection, Time opened, bool keep) noexcept;
  std::vector<Idle> overdue();

 private:
  using Guard = std::unique_lock<std::mutex>;
  std::optional<Idle> take(const std::stop_token& stop);
  std::optional<Idle> wait(Guard& guard, const std::stop_token& stop);
  bool is_unfit(Idle& one);
  bool is_old(const Idle& one) const;
  bool lives(Idle& one) const;
  void free_slot();
  void pass_on(Idle one);
  std::unique_ptr<Connection> open(const std::stop_token& stop);
};

Lease Lease::Home::borrow(const std::shared_ptr<Home>& self, const std::stop_token& stop) {
  const Time asked = clock.now();
  std::optional<Idle> found = take(stop);
  if (found && is_unfit(*found)) found.reset();
  const bool reused = found.has_value();
  if (!found) {
    std::unique_ptr<Connection> connection = open(stop);
    const Time now = clock.now();
    found = Idle{std::move(connection), now, now};
  }
  const Guard guard(mutex);
  ++counts.borrowed;
  if (reused) ++counts.reused;
  waits.add(clock.now() - asked);
  return Lease(self, std::move(found->connection), found->opened);
}

/// An idle connection, or nothing: then the caller may open one.
std::optional<Idle> Lease::Home::take(const std::stop_token& stop) {
  Guard guard(mutex);
  if (closed) throw Error(Errc::usage, "the pool is shut down");
  if (!idle.empty() && queue.empty()) {
    std::optional<Idle> found = std::move(idle.back());
    idle.pop_back();
    return found;
  }
  if (counts.size < max && queue.empty()) {
    ++counts.size;
    return std::nullopt;
  }
  return wait(guard, stop);
}

/// Too old, or dead. Its place stays the caller's.
bool Lease::Home::is_unfit(Idle& one) {
  const bool old = is_old(one);
  if (!old && lives(one)) return false;
  const Guard guard(mutex);
  ++(old ? counts.retired : counts.reconnects);
  return true;
}

std::optional<Idle> Lease::Home::wait(Guard& guard, const std::stop_token& stop) {
  Waiter waiter;
  queue.push_back(&waiter);
  const auto deadline = std::chrono::steady_clock::now() + options.borrow_timeout;
  waiter.woken.wait_until(guard, stop, deadline, [&] { return waiter.served() || closed; });
  if (waiter.served()) return std::move(waiter.idle);
  std::erase(queue, &waiter);
  if (closed) throw Error(Errc::usage, "the pool is shut down");
  if (stop.stop_requested()) {
    throw Error(Errc::cancelled, "stopped while waiting for a connection of the pool");
  }
  ++counts.timeouts;
  throw Error(Errc::timeout,
              "no connection of the pool came free in " +
                  config::format_duration(options.borrow_timeout) + ": all " + std::to_string(max) +
                  " are in use",
              "give connections back sooner, raise the pool's max, or its timeout");
}

bool Lease::Home::is_old(const Idle& one) const {
  return options.max_age.count() > 0 && clock.now() - one.opened >= options.max_age;
}

bool Lease::Home::lives(Idle& one) const {
  if (clock.now() - one.since < options.check_after) return one.connection->usable();
  try {
    one.connection->ping();
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::unique_ptr<Connection> Lease::Home::open(const std::stop_token& stop) {
  try {
    std::unique_ptr<Connection> connection = connect(stop);
    const Guard guard(mutex);
    ++counts.opened;
    return connection;
  } catch (...) {
    const Guard guard(mutex);
    ++counts.errors;
    free_slot();
    throw;
  }
}

/// A connection is gone: the first in the queue may open another one in its place.
void Lease::Home::free_slot() {
  if (queue.empty() || closed) {
    --counts.size;
    if (closed) changed.notify_all();
    return;
  }
  Waiter& first = *queue.front();
  queue.pop_front();
  first.may_open = true;
  first.woken.notify_one();
}

void Lease::Home::pass_on(Idle one) {
  if (queue.empty()) {
    idle.push_back(std::move(one));
    return;
  }
  Waiter& first = *queue.front();
  queue.pop_front();
  first.idle = std::move(one);
  first.woken.notify_one();
}

void Lease::Home::take_back(std::unique_ptr<Connection> connection, Time opened,
                            bool keep) noexcept {
  const bool fit = keep && clean(*connection);
  if (!fit) connection.reset();
  const Guard guard(mutex);
  if (fit && !closed) {
    pass_on({std::move(connection), opened, clock.now()});
    return;
  }
  if (!fit && keep) ++counts.reconnects;
  free_slot();
}

/// Takes out what is to be closed, which is done without the lock.
std::vector<Idle> Lease::Home::overdue() {
  const Time now = clock.now();
  std::vector<Idle> out;
  const Guard guard(mutex);
  for (std::size_t i = 0; i < idle.size() && counts.size > min;) {
    const bool rested = options.max_idle.count() > 0 && now - idle[i].since >= options.max_idle;
    if (!is_old(idle[i]) && !rested) {
      ++i;
      continue;
    }
    out.push_back(std::move(idle[i]));
    idle.erase(idle.begin() + static_cast<std::ptrdiff_t>(i));
    ++counts.retired;
    --counts.size;
  }
  return out;
}

Lease::Lease(std::shared_ptr<Home> home, std::unique_ptr<Connection> connection, Time opened)
    : home_(std::move(home)), connection_(std::move(connection)), opened_(opened) {}

Lease& Lease::operator=(Lease&& other) noexcept {
  give_back();
  home_ = std::move(other.home_);
  connection_ = std::move(other.connection_);
  opened_ = other.opened_;
  return *this;
}

void Lease::give_back() noexcept {
  if (connection_) home_->take_back(std::move(connection_), opened_, true);
}

void Lease::drop() noexcept {
  if (connection_) home_->take_back(std::move(connection_), opened_, false);
}

Pool::Pool(Connect connect, const PoolOptions& options, Clock& clock)
    : home_(std::make_shared<Lease::Home>(std::move(connect), options, clock)),
      housekeeper_([home = home_](const std::stop_token& stop) {
        std::unique_lock guard(home->mutex);
        while (!home->changed.wait_for(guard, stop, longest_rest, [&] { return home->closed; })) {
          if (stop.stop_requested()) return;
          guard.unlock();
          home->overdue();
          guard.lock();
        }
      }) {}

Pool::~Pool() {
  shut_down(milliseconds::zero());
}

Lease Pool::borrow(const std::stop_token& stop) {
  retire();
  return home_->borrow(home_, stop);
}

PoolStats Pool::stats() const {
  const std::lock_guard guard(home_->mutex);
  PoolStats stats = home_->counts;
  stats.idle = home_->idle.size();
  stats.waiting = home_->queue.size();
  stats.busy = stats.size - stats.idle;
  stats.wait_p50 = home_->waits.percentile(50);
  stats.wait_p99 = home_->waits.percentile(99);
  return stats;
}

void Pool::retire() {
  home_->overdue();
}

void Pool::drop_idle() {
  std::vector<Idle> closing;
  const std::lock_guard guard(home_->mutex);
  closing.swap(home_->idle);
  home_->counts.size -= closing.size();
  home_->counts.reconnects += closing.size();
}

bool Pool::shut_down(milliseconds patience) {
  std::vector<Idle> closing;
  std::unique_lock guard(home_->mutex);
  home_->closed = true;
  closing.swap(home_->idle);
  home_->counts.size -= closing.size();
  for (Waiter* waiter : home_->queue)
    waiter->woken.notify_one();
  home_->changed.notify_all();
  return home_->changed.wait_for(guard, patience, [&] { return home_->counts.size == 0; });
}

}  // namespace covet
