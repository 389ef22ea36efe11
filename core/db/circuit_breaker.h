#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/config/tuning.h"

namespace covet {

enum class BreakerState : std::uint8_t { closed, open, half_open };
/// "CLOSED", "OPEN", "HALF_OPEN".
std::string_view name_of(BreakerState state);

struct BreakerMetrics {
  BreakerState state = BreakerState::closed;
  std::uint64_t successes = 0;
  std::uint64_t failures = 0;
  std::uint64_t rejected = 0;  ///< calls that were not let through
  std::uint64_t opened = 0;    ///< how often it went to OPEN
  int consecutive_failures = 0;
  std::chrono::milliseconds retry_in{0};  ///< until it lets a call through again; zero unless OPEN
};

/// Circuit breaker as a state machine without clock and lock (M. Nygard, Release It!, 2nd ed., ch.
/// 5). CLOSED lets everything through; after failure_threshold failures in a row it is OPEN and
/// lets nothing through; after `timeout` HALF_OPEN lets half_open_max_calls through at once, and
/// closes after success_threshold successes or opens again at the first failure.
class BreakerMachine {
 public:
  using Time = std::chrono::steady_clock::time_point;
  /// Between two changes of state. What a call tells counts only in the round in which it began.
  using Round = std::uint64_t;
  explicit BreakerMachine(const BreakerOptions& options) : options_(options) {}

  /// Set: make the call, and report how it ended, with this, to one of the three below.
  std::optional<Round> let_through(Time now);
  void success(Round round);
  void failure(Round round, Time now);
  /// The call ended without telling anything of the other side.
  void abandon(Round round);
  void reset();
  BreakerState state() const { return state_; }
  BreakerMetrics metrics(Time now) const;

 private:
  void enter(BreakerState state);
  void open(Time now);

  BreakerOptions options_;
  BreakerState state_ = BreakerState::closed;
  Round round_ = 0;
  Time opened_at_{};
  int failures_ = 0;   ///< in a row
  int successes_ = 0;  ///< since HALF_OPEN
  int trials_ = 0;     ///< under way in HALF_OPEN
  BreakerMetrics counts_{};
};

/// The machine for several threads, with a clock.
class CircuitBreaker {
 public:
  using OnChange = std::function<void(BreakerState from, BreakerState to)>;

  explicit CircuitBreaker(const BreakerOptions& options = {}, Clock& clock = system_clock());
  /// Called after each change of state, outside the lock, by the thread that made it. Set it before
  /// there are threads. It must not throw.
  void on_change(OnChange callback) { callback_ = std::move(callback); }

  /// Runs `work` and gives back what it gives. A failure is an Error by which the other side
  /// doesn't answer (connection, too_many_connections, timeout); one that it answers with is a
  /// success. Throws Error{circuit_open} without running it where the breaker says so.
  template <class Work>
  auto call(const Work& work) -> decltype(work()) {
    Report report(*this, enter());
    try {
      if constexpr (std::is_void_v<decltype(work())>) {
        work();
        report.end = &CircuitBreaker::succeeded;
        return;
      } else {
        auto result = work();
        report.end = &CircuitBreaker::succeeded;
        return result;
      }
    } catch (const Error& error) {
      report.end = outcome_of(error.code());
      throw;
    }
  }

  BreakerState state() const;
  BreakerMetrics metrics() const;
  void reset();

 private:
  using Round = BreakerMachine::Round;
  using End = void (CircuitBreaker::*)(Round);
  struct Report {
    Report(CircuitBreaker& of, Round in) : breaker(of), round(in) {}
    Report(const Report&) = delete;
    Report& operator=(const Report&) = delete;
    ~Report() { (breaker.*end)(round); }
    CircuitBreaker& breaker;
    Round round;
    End end = &CircuitBreaker::abandoned;
  };

  Round enter();
  void succeeded(Round round);
  void failed(Round round);
  void abandoned(Round round);
  static End outcome_of(Errc code);
  template <class Step>
  void step(const Step& take);

  Clock& clock_;
  mutable std::mutex mutex_;
  BreakerMachine machine_;
  OnChange callback_;
};

}  // namespace covet
