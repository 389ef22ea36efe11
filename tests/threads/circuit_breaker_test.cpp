#include "core/db/circuit_breaker.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/support/still_clock.h"

namespace covet {
namespace {

using namespace std::chrono_literals;
using tests::StillClock;
using Time = BreakerMachine::Time;

constexpr Time start{};

TEST(BreakerMachine, OpensAfterFailuresInARow) {
  BreakerMachine machine({.failure_threshold = 3});
  for (int i = 0; i < 2; ++i)
    machine.failure(*machine.let_through(start), start);
  machine.success(*machine.let_through(start));
  for (int i = 0; i < 2; ++i)
    machine.failure(*machine.let_through(start), start);
  EXPECT_EQ(machine.state(), BreakerState::closed);
  machine.failure(*machine.let_through(start), start);
  EXPECT_EQ(machine.state(), BreakerState::open);
  EXPECT_FALSE(machine.let_through(start + 59'999ms));
  EXPECT_EQ(machine.metrics(start + 20s).retry_in, 40s);
}

TEST(BreakerMachine, LetsSomeThroughAfterTheTimeout) {
  BreakerMachine machine({.failure_threshold = 1});
  machine.failure(*machine.let_through(start), start);
  const Time later = start + 60s;
  std::vector<BreakerMachine::Round> trials;
  for (int i = 0; i < 3; ++i)
    trials.push_back(*machine.let_through(later));
  EXPECT_EQ(machine.state(), BreakerState::half_open);
  EXPECT_FALSE(machine.let_through(later));
  machine.abandon(trials[0]);
  EXPECT_TRUE(machine.let_through(later));
  machine.success(trials[1]);
  EXPECT_EQ(machine.state(), BreakerState::half_open);
  machine.success(trials[2]);
  EXPECT_EQ(machine.state(), BreakerState::closed);
  // The one still under way began in another round.
  machine.failure(trials[0], later);
  EXPECT_EQ(machine.state(), BreakerState::closed);
}

TEST(BreakerMachine, OpensAgainAtTheFirstFailedTrial) {
  BreakerMachine machine({.failure_threshold = 1});
  machine.failure(*machine.let_through(start), start);
  machine.failure(*machine.let_through(start + 60s), start + 60s);
  EXPECT_EQ(machine.state(), BreakerState::open);
  EXPECT_FALSE(machine.let_through(start + 119s));
  EXPECT_TRUE(machine.let_through(start + 120s));
  machine.reset();
  EXPECT_EQ(machine.state(), BreakerState::closed);
  const BreakerMetrics metrics = machine.metrics(start);
  EXPECT_EQ(metrics.opened, 2U);
  EXPECT_EQ(metrics.failures, 2U);
  EXPECT_EQ(metrics.rejected, 1U);
}

// Whatever happens in whatever order: never more trials at once than allowed, nothing let through
// while OPEN, and CLOSED again only after enough successes.
RC_GTEST_PROP(BreakerMachine, KeepsItsPromises, ()) {
  const BreakerOptions options{.failure_threshold = *rc::gen::inRange(1, 4),
                               .timeout = 10ms,
                               .success_threshold = *rc::gen::inRange(1, 4),
                               .half_open_max_calls = *rc::gen::inRange(1, 4)};
  BreakerMachine machine(options);
  Time now = start;
  struct Call {
    BreakerMachine::Round round;
    bool trial;
  };
  std::vector<Call> under_way;
  Time opened = start;
  std::optional<BreakerMachine::Round> half_open_round;
  int trials_succeeded = 0;  // in that round
  for (const int step : *rc::gen::container<std::vector<int>>(200, rc::gen::inRange(0, 100))) {
    now += std::chrono::milliseconds(step % 5);
    const BreakerState before = machine.state();
    if (step < 50) {
      const auto round = machine.let_through(now);
      if (before == BreakerState::closed) RC_ASSERT(round.has_value());
      if (before == BreakerState::open) RC_ASSERT(round.has_value() == (now - opened >= 10ms));
      const bool trial = machine.state() == BreakerState::half_open;
      if (round) under_way.push_back({*round, trial});
      if (round && trial) half_open_round = round;
      const auto trials = std::ranges::count_if(
          under_way, [&](const Call& call) { return call.trial && round && call.round == *round; });
      RC_ASSERT(trials <= options.half_open_max_calls);
    } else if (!under_way.empty()) {
      const auto at = under_way.begin() + step % static_cast<int>(under_way.size());
      const Call call = *at;
      under_way.erase(at);
      if (step < 75) {
        machine.failure(call.round, now);
      } else {
        if (call.round == half_open_round) ++trials_succeeded;
        machine.success(call.round);
      }
    }
    const BreakerState after = machine.state();
    if (before != BreakerState::open && after == BreakerState::open) opened = now;
    if (before == BreakerState::half_open && after == BreakerState::closed) {
      RC_ASSERT(trials_succeeded == options.success_threshold);
    }
    RC_ASSERT(before != BreakerState::open || after != BreakerState::closed);
    if (before != after) trials_succeeded = 0;
  }
}

TEST(CircuitBreaker, CountsOnlyWhatTheOtherSideDoesNotAnswer) {
  StillClock clock;
  CircuitBreaker breaker({.failure_threshold = 2}, clock);
  const auto fail = [&](Errc code) {
    EXPECT_THROW(breaker.call([&]() -> int { throw Error(code, "no"); }), Error);
  };
  for (int i = 0; i < 5; ++i)
    fail(Errc::unique_violation);
  fail(Errc::connection);
  fail(Errc::cancelled);
  EXPECT_EQ(breaker.state(), BreakerState::closed);
  fail(Errc::timeout);
  EXPECT_EQ(breaker.state(), BreakerState::open);
  bool ran = false;
  try {
    breaker.call([&] { ran = true; });
    FAIL() << "it was let through";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::circuit_open);
    EXPECT_EQ(error.hint(), "it lets one through in 1m");
  }
  EXPECT_FALSE(ran);
}

TEST(CircuitBreaker, TellsEachChange) {
  StillClock clock;
  CircuitBreaker breaker({.failure_threshold = 1, .success_threshold = 1}, clock);
  std::string told;
  breaker.on_change([&](BreakerState from, BreakerState to) {
    told += std::string(name_of(from)) + ">" + std::string(name_of(to)) + " ";
  });
  EXPECT_THROW(breaker.call([] { throw Error(Errc::connection, "no"); }), Error);
  clock.pass(60s);
  EXPECT_EQ(breaker.call([] { return 7; }), 7);
  EXPECT_EQ(told, "CLOSED>OPEN OPEN>HALF_OPEN HALF_OPEN>CLOSED ");
}

TEST(CircuitBreaker, IsSafeFromManyThreads) {
  CircuitBreaker breaker({.failure_threshold = 3, .timeout = 0ms});
  std::atomic<int> changes = 0;
  breaker.on_change([&](BreakerState, BreakerState) { ++changes; });
  constexpr int each = 2000;
  std::atomic<std::uint64_t> ran = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < each; ++i) {
          try {
            breaker.call([&] {
              ++ran;
              if ((i + t) % 3 != 0) throw Error(Errc::connection, "no");
            });
          } catch (const Error&) {
            continue;
          }
        }
      });
    }
  }
  const BreakerMetrics metrics = breaker.metrics();
  EXPECT_EQ(metrics.successes + metrics.failures, ran);
  EXPECT_EQ(metrics.successes + metrics.failures + metrics.rejected, 4U * each);
  EXPECT_GT(changes, 0);
}

}  // namespace
}  // namespace covet
