#include "core/db/health.h"

#include <atomic>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/watchdog.h"
#include "tests/support/scripted_connection.h"
#include "tests/support/still_clock.h"

namespace covet {
namespace {

using namespace std::chrono_literals;
using tests::ScriptedConnection;
using tests::StillClock;

TEST(HealthRecord, FollowsTheChecks) {
  HealthRecord record({.slow = 1s, .failure_threshold = 3});
  const Timestamp when{};
  EXPECT_EQ(record.health(), Health::unknown);
  record.success(10ms, when);
  EXPECT_EQ(record.health(), Health::healthy);
  record.success(1s, when);
  EXPECT_EQ(record.health(), Health::degraded);
  record.failure("down", when);
  record.failure("down", when);
  EXPECT_EQ(record.health(), Health::degraded);
  record.failure("still down", when);
  EXPECT_EQ(record.health(), Health::unhealthy);
  const HealthMetrics metrics = record.metrics();
  EXPECT_EQ(metrics.checks, 5U);
  EXPECT_EQ(metrics.consecutive_failures, 3);
  EXPECT_DOUBLE_EQ(metrics.success_rate, 0.4);
  EXPECT_EQ(metrics.average, 505ms);
  EXPECT_EQ(metrics.p50, 10ms);
  EXPECT_EQ(metrics.p99, 1s);
  EXPECT_EQ(metrics.last_error, "still down");
  record.success(10ms, when);
  EXPECT_EQ(record.health(), Health::healthy);
  EXPECT_EQ(record.metrics().last_error, "");
}

TEST(HealthChecker, ConnectsAgainByItself) {
  StillClock clock;
  ScriptedConnection* last = nullptr;
  int connects = 0;
  HealthChecker checker(ping_probe(
                            [&] {
                              ++connects;
                              auto connection = std::make_unique<ScriptedConnection>();
                              last = connection.get();
                              return connection;
                            },
                            clock),
                        {}, clock);
  std::string told;
  checker.on_change([&](Health from, const HealthMetrics& now) {
    told += std::string(name_of(from)) + ">" + std::string(name_of(now.health)) + " ";
  });
  checker.check();
  last->faults["ping"] = Errc::connection;
  EXPECT_EQ(checker.check().last_error, "scripted");
  EXPECT_EQ(checker.check().health, Health::healthy);
  EXPECT_EQ(connects, 2);
  EXPECT_EQ(told, "UNKNOWN>HEALTHY HEALTHY>DEGRADED DEGRADED>HEALTHY ");
}

TEST(HealthChecker, WatchesInTheBackground) {
  std::atomic<bool> down = true;
  std::atomic<int> alarms = 0;
  HealthChecker checker(
      [&]() -> std::chrono::nanoseconds {
        if (down) throw Error(Errc::connection, "down");
        return 1ms;
      },
      {.interval = 1ms});
  checker.on_unhealthy([&](Health, const HealthMetrics&) { ++alarms; });
  checker.start();
  while (alarms == 0)
    std::this_thread::yield();
  EXPECT_FALSE(checker.wait_for_healthy(1ms));
  down = false;
  EXPECT_TRUE(checker.wait_for_healthy(30s));
  checker.stop();
  EXPECT_EQ(checker.metrics().health, Health::healthy);
  EXPECT_EQ(alarms, 1);
}

TEST(Watchdog, BitesOnlyWhenNobodyCallsItOff) {
  std::atomic<int> bites = 0;
  Watchdog dog([&] { ++bites; });
  for (int i = 0; i < 100; ++i) {
    dog.set(1h);
    EXPECT_FALSE(dog.call_off());
  }
  EXPECT_EQ(bites, 0);
  dog.set(1ms);
  while (bites == 0)
    std::this_thread::yield();
  EXPECT_TRUE(dog.call_off());
  dog.set(1h);
  dog.set(1ms);
  while (bites == 1)
    std::this_thread::yield();
  EXPECT_TRUE(dog.call_off());
}

}  // namespace
}  // namespace covet
