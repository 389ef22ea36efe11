#include "core/db/distributed_transaction.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "core/db/decisions.h"

namespace covet {
namespace {

constexpr std::string_view recovery_hint =
    "`covet doctor --db --resolve`, with --with for each other database, ends it";

bool is_lost(const Error& error) {
  return error.code() == Errc::connection || error.code() == Errc::in_doubt;
}

void check_connections(std::span<Connection* const> connections) {
  if (connections.empty()) {
    throw Error(Errc::usage, "a distributed transaction over no connection at all",
                "give it one connection for each database");
  }
  for (std::size_t i = 0; i < connections.size(); ++i) {
    if (std::count(connections.begin(), connections.end(), connections[i]) > 1) {
      throw Error(Errc::usage, "a connection takes part twice in a distributed transaction",
                  "give it one connection for each database");
    }
    if (connections[i]->in_transaction()) {
      throw Error(Errc::usage,
                  fmt::format("connection {} of a distributed transaction is in a transaction "
                              "already",
                              i + 1),
                  "commit or roll back that one first");
    }
  }
}

/// The one that can't prepare, else the first.
std::size_t choose_coordinator(std::span<Connection* const> connections) {
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i < connections.size(); ++i) {
    if (connections[i]->dialect().two_phase() != nullptr) continue;
    if (chosen) {
      throw Error(
          Errc::unsupported,
          fmt::format("{} and {} can't take part in one distributed transaction: neither can "
                      "prepare, and only the coordinator need not",
                      connections[*chosen]->server().display(), connections[i]->server().display()),
          "ATTACH one SQLite database to the other's connection, which makes them one transaction; "
          "or move what must hold together into one of them");
    }
    chosen = i;
  }
  return chosen.value_or(0);
}

}  // namespace

std::string_view name_of(DistributedStep step) {
  switch (step) {
    case DistributedStep::begun:
      return "begun";
    case DistributedStep::prepared:
      return "prepared";
    case DistributedStep::written:
      return "written";
    case DistributedStep::decided:
      return "decided";
    case DistributedStep::part_committed:
      return "part_committed";
    case DistributedStep::finished:
      return "finished";
    case DistributedStep::rolled_back:
      return "rolled_back";
  }
  return {};
}

DistributedTransaction::DistributedTransaction(std::span<Connection* const> connections,
                                               DistributedOptions options, const Clock& clock)
    : options_(std::move(options)), clock_(clock), started_(clock.now()) {
  check_connections(connections);
  coordinator_ = choose_coordinator(connections);
  deciding_ = connections[coordinator_];
  for (std::size_t i = 0; i < connections.size(); ++i) {
    if (i != coordinator_) {
      connections[i]->dialect().two_phase()->require(connections[i]->server());
    }
  }
  name_parts(connections);
  try {
    begin(connections);
  } catch (...) {
    undo();
    throw;
  }
}

DistributedTransaction::~DistributedTransaction() {
  if (open_) undo();
}

void DistributedTransaction::name_parts(std::span<Connection* const> connections) {
  if (connections.size() < 2) return;
  BranchId id = make_branch_id(Decisions(*deciding_).identity(), clock_.wall());
  transaction_ = id.transaction();
  for (std::size_t i = 0; i < connections.size(); ++i) {
    if (i == coordinator_) continue;
    ++id.part;
    Part part{.connection = connections[i], .place = i, .id = id.text(), .identity = {}};
    part.identity = Decisions(*connections[i]).identity();
    part.state = State::ended;
    parts_.push_back(std::move(part));
  }
}

void DistributedTransaction::begin(std::span<Connection* const> connections) {
  for (std::size_t i = 0; i < connections.size(); ++i) {
    if (i == coordinator_) {
      own_.emplace(*deciding_, options_.transaction);
    } else {
      Part& part = *std::ranges::find(parts_, i, &Part::place);
      part.state = State::begun;
      const TwoPhase& words = *part.connection->dialect().two_phase();
      for (const std::string& sql : words.begin(part.id, options_.transaction))
        part.connection->execute(sql);
    }
    tell(DistributedStep::begun, i);
  }
}

std::vector<UnfinishedPart> DistributedTransaction::commit() {
  if (!open_) throw Error(Errc::internal, "the distributed transaction has ended already");
  if (!parts_.empty() && clock_.now() - started_ > longest_distributed_transaction) {
    undo();
    throw Error(Errc::timeout,
                fmt::format("a distributed transaction was open for more than {} hours",
                            longest_distributed_transaction.count()),
                "it was rolled back: do its work in shorter ones");
  }
  if (!parts_.empty()) {
    require_undisturbed();
    prepare();
    decide();
  }
  commit_decision();
  open_ = false;
  tell_quietly(DistributedStep::decided, coordinator_);
  return tell_parts();
}

/// Outside its transaction, the decision would stand before it is made.
void DistributedTransaction::require_undisturbed() {
  if (deciding_->in_transaction()) return;
  throw undone(Error(Errc::statement,
                     fmt::format("the transaction on {}, which decides, has ended by itself: by a "
                                 "deadlock, or by a statement that commits",
                                 deciding_->server().display()),
                     "look for an error that was passed over, and keep DDL out of it; what such a "
                     "statement committed stands"));
}

void DistributedTransaction::prepare() {
  for (Part& part : parts_) {
    try {
      prepare(part);
      tell(DistributedStep::prepared, part.place);
    } catch (const Error& error) {
      throw undone(error);
    } catch (...) {
      undo();
      throw;
    }
  }
}

void DistributedTransaction::prepare(Part& part) {
  try {
    for (const std::string& sql : part.connection->dialect().two_phase()->prepare(part.id))
      part.connection->execute(sql);
    part.state = State::prepared;
  } catch (const Error& error) {
    if (!is_lost(error)) throw;
    // Nothing is decided, so that there is no doubt about the whole.
    part.state = State::unknown;
    throw Error(Errc::connection,
                fmt::format("the connection to {} was lost while its part was prepared: {}",
                            part.connection->server().display(), error.message()));
  }
}

void DistributedTransaction::decide() {
  try {
    Decision decision{.transaction = transaction_, .commit = true, .made = clock_.wall()};
    for (const Part& part : parts_)
      decision.participants.push_back(part.identity);
    Decisions(*deciding_).insert(decision);
    tell(DistributedStep::written, coordinator_);
  } catch (const Error& error) {
    if (error.code() != Errc::unique_violation) throw undone(error);
    throw undone(Error(Errc::serialization,
                       "recovery gave this distributed transaction up before it was committed",
                       "do it again; `covet doctor --resolve --older-than` says how long recovery "
                       "leaves one alone"));
  } catch (...) {
    undo();
    throw;
  }
}

void DistributedTransaction::commit_decision() {
  try {
    own_->commit();
  } catch (const Error& error) {
    const bool lost = is_lost(error) || !deciding_->usable();
    // A refused COMMIT has undone it; what was cut short by something else is looked up.
    if (!lost && (parts_.empty() || !decision_stands())) throw undone(error);
    if (!lost) return;
    open_ = false;
    if (parts_.empty()) throw;
    throw Error(
        Errc::in_doubt,
        fmt::format("the connection to {}, which decides, was lost during COMMIT, so whether "
                    "the distributed transaction {} took effect is unknown: {}",
                    deciding_->server().display(), transaction_, error.message()),
        fmt::format("{} prepared until the decision is looked up: close its connection, then "
                    "{}",
                    parts_.size() == 1 ? "its other part stays" : "its other parts stay",
                    recovery_hint));
  }
}

bool DistributedTransaction::decision_stands() {
  try {
    const auto found = Decisions(*deciding_).find(transaction_);
    return found && found->commit;
  } catch (const Error& error) {
    open_ = false;
    throw Error(
        Errc::in_doubt,
        fmt::format("whether the distributed transaction {} took effect can't be looked up: "
                    "{}",
                    transaction_, error.message()),
        std::string(recovery_hint));
  }
}

std::vector<UnfinishedPart> DistributedTransaction::tell_parts() {
  std::vector<UnfinishedPart> unfinished;
  for (Part& part : parts_) {
    try {
      part.connection->execute(part.connection->dialect().two_phase()->commit(part.id));
    } catch (const Error& error) {
      // There is none of that id: recovery was here before us, and knew the same decision.
      if (error.code() != Errc::undefined_object) {
        unfinished.push_back(
            {part.place, part.id,
             Error(error.code(),
                   fmt::format("{} could not be told that its part of {} is "
                               "committed: {}",
                               part.connection->server().display(), transaction_, error.message()),
                   fmt::format("the transaction is committed, and this part will "
                               "be: {}",
                               recovery_hint))});
        continue;
      }
    }
    part.state = State::ended;
    tell_quietly(DistributedStep::part_committed, part.place);
  }
  if (parts_.empty() || !unfinished.empty()) return unfinished;
  try {
    Decisions(*deciding_).remove(transaction_);
    tell_quietly(DistributedStep::finished, coordinator_);
  } catch (const Error&) {
    // Everybody knows the decision; recovery forgets it some day.
    static_cast<void>(0);
  }
  return unfinished;
}

void DistributedTransaction::rollback() noexcept {
  if (open_) undo();
}

Error DistributedTransaction::undone(Error error) {
  undo();
  if (left_prepared_ == 0) return error;
  std::string hint = error.hint();
  if (!hint.empty()) hint += "; ";
  hint += fmt::format("nothing is committed, but {} may still be prepared and hold its locks: {}",
                      count_of(left_prepared_, "part"), recovery_hint);
  return std::move(error).with_hint(std::move(hint));
}

void DistributedTransaction::undo() noexcept {
  open_ = false;
  // The decision goes first: without it, nobody can take the others for committed.
  own_.reset();
  for (Part& part : parts_) {
    if (!undo(part)) ++left_prepared_;
  }
  tell_quietly(DistributedStep::rolled_back, coordinator_);
}

/// False where it may stay prepared.
bool DistributedTransaction::undo(Part& part) noexcept {
  const State was = std::exchange(part.state, State::ended);
  if (was == State::ended) return true;
  if (was == State::unknown) return false;
  try {
    const TwoPhase& words = *part.connection->dialect().two_phase();
    if (was == State::prepared) {
      part.connection->execute(words.roll_back(part.id));
      return true;
    }
    for (const std::string& sql : words.abandon(part.id)) {
      try {
        part.connection->execute(sql);
      } catch (const Error&) {
        // Refused where a deadlock or an earlier statement has done it already.
        static_cast<void>(0);
      }
    }
    return true;
  } catch (const Error& error) {
    return error.code() == Errc::undefined_object;
  } catch (...) {
    return false;
  }
}

void DistributedTransaction::tell(DistributedStep step, std::size_t place) const {
  if (options_.on_step) options_.on_step({step, place, transaction_});
}

void DistributedTransaction::tell_quietly(DistributedStep step, std::size_t place) const noexcept {
  try {
    tell(step, place);
  } catch (...) {
    // It has happened all the same.
    static_cast<void>(0);
  }
}

}  // namespace covet
