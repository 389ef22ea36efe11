#include "core/db/circuit_breaker.h"

#include <algorithm>
#include <array>

#include "core/config/config.h"

namespace covet {

using std::chrono::milliseconds;

std::string_view name_of(BreakerState state) {
  switch (state) {
    case BreakerState::closed:
      return "CLOSED";
    case BreakerState::open:
      return "OPEN";
    case BreakerState::half_open:
      return "HALF_OPEN";
  }
  return "UNKNOWN";
}

void BreakerMachine::enter(BreakerState state) {
  state_ = state;
  ++round_;
  failures_ = 0;
  successes_ = 0;
  trials_ = 0;
}

std::optional<BreakerMachine::Round> BreakerMachine::let_through(Time now) {
  if (state_ == BreakerState::open && now - opened_at_ >= options_.timeout) {
    enter(BreakerState::half_open);
  }
  if (state_ == BreakerState::closed) return round_;
  if (state_ == BreakerState::half_open && trials_ < options_.half_open_max_calls) {
    ++trials_;
    return round_;
  }
  ++counts_.rejected;
  return std::nullopt;
}

void BreakerMachine::success(Round round) {
  ++counts_.successes;
  if (round != round_) return;
  failures_ = 0;
  if (state_ != BreakerState::half_open) return;
  --trials_;
  if (++successes_ >= options_.success_threshold) enter(BreakerState::closed);
}

void BreakerMachine::failure(Round round, Time now) {
  ++counts_.failures;
  if (round != round_) return;
  ++failures_;
  if (state_ == BreakerState::half_open || failures_ >= options_.failure_threshold) open(now);
}

void BreakerMachine::abandon(Round round) {
  if (round == round_ && state_ == BreakerState::half_open) --trials_;
}

void BreakerMachine::open(Time now) {
  enter(BreakerState::open);
  opened_at_ = now;
  ++counts_.opened;
}

void BreakerMachine::reset() {
  enter(BreakerState::closed);
}

BreakerMetrics BreakerMachine::metrics(Time now) const {
  BreakerMetrics metrics = counts_;
  metrics.state = state_;
  if (state_ == BreakerState::open && now - opened_at_ < options_.timeout) {
    metrics.retry_in = std::chrono::ceil<milliseconds>(options_.timeout - (now - opened_at_));
  }
  return metrics;
}

CircuitBreaker::CircuitBreaker(const BreakerOptions& options, Clock& clock)
    : clock_(clock), machine_(options) {}

template <class Step>
void CircuitBreaker::step(const Step& take) {
  BreakerState before{};
  BreakerState after{};
  {
    const std::lock_guard lock(mutex_);
    before = machine_.state();
    take(machine_);
    after = machine_.state();
  }
  if (before != after && callback_) callback_(before, after);
}

CircuitBreaker::Round CircuitBreaker::enter() {
  std::optional<Round> round;
  step([&](BreakerMachine& machine) { round = machine.let_through(clock_.now()); });
  if (round) return *round;
  const BreakerMetrics now = metrics();
  if (now.state == BreakerState::open) {
    throw Error(Errc::circuit_open,
                "not tried: the circuit breaker is OPEN, as too many attempts failed",
                "it lets one through in " + config::format_duration(now.retry_in));
  }
  throw Error(Errc::circuit_open,
              "not tried: the circuit breaker is HALF_OPEN, and its trials are under way",
              "try again in a moment");
}

void CircuitBreaker::succeeded(Round round) {
  step([&](BreakerMachine& machine) { machine.success(round); });
}

void CircuitBreaker::failed(Round round) {
  step([&](BreakerMachine& machine) { machine.failure(round, clock_.now()); });
}

void CircuitBreaker::abandoned(Round round) {
  step([&](BreakerMachine& machine) { machine.abandon(round); });
}

CircuitBreaker::End CircuitBreaker::outcome_of(Errc code) {
  constexpr std::array unanswered{Errc::connection, Errc::too_many_connections, Errc::timeout,
                                  Errc::in_doubt};
  constexpr std::array our_own{Errc::cancelled, Errc::usage, Errc::config, Errc::internal};
  if (std::ranges::find(unanswered, code) != unanswered.end()) return &CircuitBreaker::failed;
  if (std::ranges::find(our_own, code) != our_own.end()) return &CircuitBreaker::abandoned;
  return &CircuitBreaker::succeeded;
}

BreakerState CircuitBreaker::state() const {
  return metrics().state;
}

BreakerMetrics CircuitBreaker::metrics() const {
  const std::lock_guard lock(mutex_);
  return machine_.metrics(clock_.now());
}

void CircuitBreaker::reset() {
  step([](BreakerMachine& machine) { machine.reset(); });
}

}  // namespace covet
