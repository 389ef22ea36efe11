#include "migrations/lock.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/unit/migrations/support.h"

namespace covet::migrations {
namespace {

using std::chrono::milliseconds;

class HeldLock : public schema::Lock {
 public:
  void check() override {}
};

/// Free at the n-th try.
class BusyLocker : public schema::Locker {
 public:
  explicit BusyLocker(int free_at) : free_at_(free_at) {}
  schema::LockAttempt try_lock(const Url&, const ConnectOptions&,
                               const std::string& history_table) const override {
    EXPECT_EQ(history_table, "covet_migrations");
    if (++tries_ >= free_at_) return {std::make_unique<HeldLock>(), std::nullopt};
    return {nullptr, schema::LockHolder{"process 4711"}};
  }
  int tries() const { return tries_; }

 private:
  int free_at_;
  mutable int tries_ = 0;
};

TEST(TakeLock, IsHadAtOnceWhereItIsFree) {
  StillClock clock;
  const BusyLocker locker(1);
  EXPECT_TRUE(take_lock(locker, {}, {}, "covet_migrations", milliseconds(0), clock, {}, nullptr));
  EXPECT_TRUE(clock.sleeps().empty());
}

TEST(TakeLock, PollsEverLessOftenAndTellsNowAndThen) {
  StillClock clock;
  const BusyLocker locker(16);
  int told = 0;
  EXPECT_TRUE(take_lock(locker, {}, {}, "covet_migrations", milliseconds(60'000), clock, {},
                        [&](const schema::LockHolder& holder) {
                          EXPECT_EQ(holder.description, "process 4711");
                          ++told;
                        }));
  EXPECT_EQ(clock.sleeps().front(), milliseconds(100));
  EXPECT_EQ(clock.sleeps()[1], milliseconds(200));
  EXPECT_EQ(clock.sleeps().back(), milliseconds(1000));
  EXPECT_EQ(told, 3);
}

TEST(TakeLock, GivesUpNamingTheHolder) {
  for (const auto timeout : {milliseconds(0), milliseconds(2500)}) {
    StillClock clock;
    const BusyLocker locker(1000);
    try {
      take_lock(locker, {}, {}, "covet_migrations", timeout, clock, {}, nullptr);
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Errc::lock_held);
      EXPECT_NE(error.message().find("process 4711"), std::string::npos);
    }
    EXPECT_EQ(clock.now().time_since_epoch(), timeout);
    EXPECT_EQ(locker.tries() == 1, timeout == milliseconds(0));
  }
}

TEST(TakeLock, StopsWhenAsked) {
  StillClock clock;
  const BusyLocker locker(1000);
  std::stop_source stop;
  try {
    take_lock(locker, {}, {}, "covet_migrations", milliseconds(60'000), clock, stop.get_token(),
              [&](const schema::LockHolder&) { stop.request_stop(); });
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::cancelled);
  }
  EXPECT_EQ(locker.tries(), 1);
}

}  // namespace
}  // namespace covet::migrations
