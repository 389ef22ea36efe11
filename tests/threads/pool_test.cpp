#include "core/db/pool.h"

#include <atomic>
#include <functional>
#include <latch>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/support/scripted_connection.h"
#include "tests/support/still_clock.h"
#include "tests/support/thrown_by.h"

namespace covet {
namespace {

using namespace std::chrono_literals;
using tests::ScriptedConnection;
using tests::StillClock;
using tests::thrown_by;

std::unique_ptr<Connection> fake(const std::stop_token&) {
  return std::make_unique<ScriptedConnection>();
}

void until(const std::function<bool()>& holds) {
  while (!holds())
    std::this_thread::yield();
}

TEST(Pool, OpensLazilyAndUsesAgain) {
  Pool pool(fake, {.max = 3});
  EXPECT_EQ(pool.stats().size, 0U);
  {
    const Lease one = pool.borrow();
    const Lease two = pool.borrow();
    EXPECT_EQ(pool.stats().busy, 2U);
  }
  for (int i = 0; i < 198; ++i)
    pool.borrow()->execute("SELECT 1");
  const PoolStats stats = pool.stats();
  EXPECT_EQ(stats.size, 2U);
  EXPECT_EQ(stats.idle, 2U);
  EXPECT_EQ(stats.borrowed, 200U);
  EXPECT_EQ(stats.reused, 198U);
  EXPECT_EQ(stats.opened, 2U);
}

TEST(Pool, GivesUpWhenNoneComesFree) {
  Pool pool(fake, {.max = 1, .borrow_timeout = 5ms});
  const Lease only = pool.borrow();
  EXPECT_EQ(thrown_by([&] { pool.borrow(); }), Errc::timeout);
  EXPECT_EQ(pool.stats().timeouts, 1U);
  EXPECT_EQ(pool.stats().waiting, 0U);
}

TEST(Pool, ServesInTheOrderOfComing) {
  Pool pool(fake, {.max = 1});
  std::optional<Lease> only = pool.borrow();
  std::mutex mutex;
  std::vector<std::size_t> served;
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < 5; ++i) {
    threads.emplace_back([&, i] {
      const Lease lease = pool.borrow();
      const std::lock_guard guard(mutex);
      served.push_back(i);
    });
    until([&] { return pool.stats().waiting == i + 1; });
  }
  only.reset();
  threads.clear();
  EXPECT_EQ(served, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(pool.stats().opened, 1U);
}

TEST(Pool, StopsWaitingWhenAsked) {
  Pool pool(fake, {.max = 1});
  const Lease only = pool.borrow();
  std::optional<Errc> seen;
  std::jthread waiter(
      [&](const std::stop_token& stop) { seen = thrown_by([&] { pool.borrow(stop); }); });
  until([&] { return pool.stats().waiting == 1; });
  waiter.request_stop();
  waiter.join();
  EXPECT_EQ(seen, Errc::cancelled);
}

TEST(Pool, DropsWhatIsBroken) {
  Pool pool(fake, {.max = 1});
  {
    const Lease lease = pool.borrow();
    auto& connection = dynamic_cast<ScriptedConnection&>(*lease);
    connection.faults["SELECT 1"] = Errc::connection;
    EXPECT_EQ(thrown_by([&] { lease->execute("SELECT 1"); }), Errc::connection);
  }
  EXPECT_EQ(pool.stats().size, 0U);
  EXPECT_EQ(pool.stats().reconnects, 1U);
  pool.borrow()->execute("SELECT 1");
  EXPECT_EQ(pool.stats().opened, 2U);
}

TEST(Pool, RollsBackWhatWasLeftOpen) {
  Pool pool(fake, {.max = 1});
  pool.borrow()->execute("BEGIN");
  const Lease again = pool.borrow();
  EXPECT_EQ(dynamic_cast<ScriptedConnection&>(*again).said(), "BEGIN; ROLLBACK");
  EXPECT_EQ(pool.stats().opened, 1U);
}

TEST(Pool, GivesItsPlaceToTheNextInTheQueue) {
  Pool pool(fake, {.max = 1});
  std::optional<Lease> only = pool.borrow();
  std::jthread waiter([&] { pool.borrow()->execute("SELECT 1"); });
  until([&] { return pool.stats().waiting == 1; });
  only->drop();
  waiter.join();
  EXPECT_EQ(pool.stats().opened, 2U);
  EXPECT_EQ(pool.stats().size, 1U);
}

TEST(Pool, LooksAtWhatRested) {
  StillClock clock;
  Pool pool(fake, {.max = 2, .check_after = 30s}, clock);
  {
    const Lease lease = pool.borrow();
    dynamic_cast<ScriptedConnection&>(*lease).faults["ping"] = Errc::connection;
  }
  { const Lease fresh = pool.borrow(); }
  EXPECT_EQ(pool.stats().reused, 1U);
  clock.pass(30s);
  { const Lease other = pool.borrow(); }
  EXPECT_EQ(pool.stats().opened, 2U);
  EXPECT_EQ(pool.stats().reconnects, 1U);
}

TEST(Pool, RetiresTheOldAndTheIdle) {
  StillClock clock;
  Pool pool(fake, {.min = 1, .max = 3, .max_age = 60min, .max_idle = 10min}, clock);
  {
    const Lease one = pool.borrow();
    const Lease two = pool.borrow();
    const Lease three = pool.borrow();
  }
  clock.pass(9min);
  pool.retire();
  EXPECT_EQ(pool.stats().size, 3U);
  clock.pass(1min);
  pool.retire();
  EXPECT_EQ(pool.stats().size, 1U);
  EXPECT_EQ(pool.stats().retired, 2U);
  clock.pass(50min);
  { const Lease fresh = pool.borrow(); }
  EXPECT_EQ(pool.stats().retired, 3U);
  EXPECT_EQ(pool.stats().opened, 4U);
}

TEST(Pool, AFailedConnectHoldsNoPlace) {
  std::atomic<bool> down = true;
  Pool pool(
      [&](const std::stop_token& stop) {
        if (down) throw Error(Errc::connection, "down");
        return fake(stop);
      },
      {.max = 1});
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(thrown_by([&] { pool.borrow(); }), Errc::connection);
  EXPECT_EQ(pool.stats().errors, 3U);
  EXPECT_EQ(pool.stats().size, 0U);
  down = false;
  pool.borrow()->execute("SELECT 1");
}

TEST(Pool, ShutsDownInPeace) {
  std::optional<Pool> pool(std::in_place, fake, PoolOptions{.max = 2});
  std::optional<Lease> lease = pool->borrow();
  { const Lease idle = pool->borrow(); }
  EXPECT_FALSE(pool->shut_down(1ms));
  EXPECT_EQ(thrown_by([&] { pool->borrow(); }), Errc::usage);
  EXPECT_EQ(pool->stats().size, 1U);
  lease.reset();
  EXPECT_TRUE(pool->shut_down(0ms));
}

TEST(Pool, ALeaseMayOutliveIt) {
  std::optional<Pool> pool(std::in_place, fake, PoolOptions{.max = 2});
  const Lease lease = pool->borrow();
  pool.reset();
  EXPECT_EQ(lease->execute("SELECT 1"), 0U);
}

TEST(Pool, ManyThreadsOnFewConnections) {
  constexpr std::size_t threads = 16;
  constexpr int each = 500;
  constexpr std::size_t most = 4;
  std::atomic<std::size_t> in_use = 0;
  std::atomic<std::size_t> peak = 0;
  Pool pool(fake, {.max = most});
  {
    std::latch ready(threads);
    std::vector<std::jthread> workers;
    for (std::size_t t = 0; t < threads; ++t) {
      workers.emplace_back([&, t] {
        ready.arrive_and_wait();
        for (int i = 0; i < each; ++i) {
          Lease lease = pool.borrow();
          const std::size_t now = ++in_use;
          std::size_t before = peak;
          while (before < now && !peak.compare_exchange_weak(before, now)) {
          }
          lease->execute("SELECT 1");
          --in_use;
          if (i % 50 == 0 && t % 4 == 0) lease.drop();
        }
      });
    }
  }
  const PoolStats stats = pool.stats();
  EXPECT_EQ(stats.borrowed, threads * each);
  EXPECT_LE(peak, most);
  EXPECT_EQ(stats.busy, 0U);
  EXPECT_EQ(stats.waiting, 0U);
  EXPECT_GT(static_cast<double>(stats.reused) / static_cast<double>(stats.borrowed), 0.99);
}

}  // namespace
}  // namespace covet
