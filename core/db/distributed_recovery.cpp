#include "core/db/distributed_recovery.h"

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/db/distributed_transaction.h"

namespace covet {
namespace {

bool lists(const DatabaseState& state, const std::string& id) {
  return std::ranges::find(state.prepared, id, &PreparedTransaction::id) != state.prepared.end();
}

/// True where a database still has a branch of it prepared.
bool is_prepared(std::span<const DatabaseState> states, const std::string& transaction) {
  for (const DatabaseState& state : states) {
    for (const PreparedTransaction& one : state.prepared) {
      const auto id = parse_branch_id(one.id);
      if (id && id->transaction() == transaction) return true;
    }
  }
  return false;
}

void judge(PlannedEnd& end, std::span<const DatabaseState> states, Timestamp now,
           std::chrono::seconds leave_alone) {
  const auto is_its = [&](const DatabaseState& state) {
    return state.identity == end.id->coordinator;
  };
  const auto found = std::find_if(states.begin(), states.end(), is_its);
  if (now - end.id->begun() < leave_alone) {
    end.verdict = Verdict::young;
  } else if (found == states.end()) {
    end.verdict = Verdict::no_coordinator;
  } else if (std::count_if(states.begin(), states.end(), is_its) > 1) {
    end.verdict = Verdict::two_alike;
  } else {
    end.coordinator = static_cast<std::size_t>(found - states.begin());
    const auto decision =
        std::ranges::find(found->decisions, end.id->transaction(), &Decision::transaction);
    end.verdict = decision == found->decisions.end() ? Verdict::give_up
                  : decision->commit                 ? Verdict::commit
                                                     : Verdict::roll_back;
  }
}

/// Those who hold the row make us wait, or break us off.
bool still_deciding(const Error& error) {
  return error.code() == Errc::lock_timeout || error.code() == Errc::deadlock ||
         error.code() == Errc::serialization || error.code() == Errc::timeout;
}

class Recovery {
 public:
  Recovery(std::span<const RecoveryDatabase> databases, const Clock& clock)
      : databases_(databases), clock_(clock) {}

  void end(RecoveredTransaction& one) {
    try {
      const std::optional<bool> commit = decided(one);
      if (!commit) return;
      if (tell(one, *commit ? one.plan.transaction.commit : one.plan.transaction.roll_back)) {
        one.ending = *commit ? Ending::committed : Ending::rolled_back;
      }
    } catch (const Error& error) {
      one.ending = Ending::failed;
      one.fault = error.message();
    }
  }

 private:
  /// Nothing where it isn't, and the ending says why.
  std::optional<bool> decided(RecoveredTransaction& one) {
    if (one.plan.verdict != Verdict::give_up) return one.plan.verdict == Verdict::commit;
    const std::string transaction = one.plan.id->transaction();
    Decisions decisions(*databases_[one.plan.coordinator].connection);
    try {
      decisions.insert({.transaction = transaction, .commit = false, .made = clock_.wall()});
      return false;
    } catch (const Error& error) {
      if (still_deciding(error)) {
        one.ending = Ending::undecided;
        return std::nullopt;
      }
      if (error.code() != Errc::unique_violation) throw;
    }
    const auto found = decisions.find(transaction);
    // Decided, told to all and forgotten, in the meantime.
    if (!found) one.ending = Ending::gone;
    return found ? std::optional(found->commit) : std::nullopt;
  }

  bool tell(RecoveredTransaction& one, const std::string& sql) {
    const RecoveryDatabase& database = databases_[one.plan.database];
    try {
      database.connection->execute(sql);
      return true;
    } catch (const Error& error) {
      const bool there = lists(look_at(database), one.plan.transaction.id);
      if (there && error.code() != Errc::undefined_object) throw;
      one.ending = there ? Ending::held : Ending::gone;
      return false;
    }
  }

  std::span<const RecoveryDatabase> databases_;
  const Clock& clock_;
};

std::vector<DatabaseState> look_at_all(std::span<const RecoveryDatabase> databases) {
  std::vector<DatabaseState> states;
  for (const RecoveryDatabase& database : databases)
    states.push_back(look_at(database));
  return states;
}

bool is_to_end(Verdict verdict) {
  return verdict == Verdict::commit || verdict == Verdict::roll_back || verdict == Verdict::give_up;
}

}  // namespace

DatabaseState look_at(const RecoveryDatabase& database) {
  Connection& connection = *database.connection;
  Decisions decisions(connection);
  // Decisions before what is prepared: what is decided is not prepared anew.
  DatabaseState state{.name = database.name, .identity = decisions.find_identity()};
  state.decisions = decisions.read();
  if (const TwoPhase* words = connection.dialect().two_phase())
    state.prepared = words->prepared(connection);
  return state;
}

std::vector<PlannedEnd> plan_recovery(std::span<const DatabaseState> states, Timestamp now,
                                      std::chrono::seconds leave_alone) {
  std::vector<PlannedEnd> ends;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < states.size(); ++i) {
    for (const PreparedTransaction& one : states[i].prepared) {
      PlannedEnd end{.database = i, .transaction = one, .id = parse_branch_id(one.id)};
      if (end.id) {
        if (!seen.insert(one.id).second) continue;
        judge(end, states, now, leave_alone);
      }
      ends.push_back(std::move(end));
    }
  }
  return ends;
}

std::vector<Forgettable> forgettable(std::span<const DatabaseState> before,
                                     std::span<const DatabaseState> after, Timestamp now) {
  const auto here = [&](const std::string& identity) {
    return std::ranges::any_of(
        after, [&](const DatabaseState& state) { return state.identity == identity; });
  };
  std::vector<Forgettable> all;
  for (std::size_t i = 0; i < before.size(); ++i) {
    for (const Decision& decision : before[i].decisions) {
      const bool over = decision.participants.empty()
                            ? now - decision.made > 2 * longest_distributed_transaction
                            : std::ranges::all_of(decision.participants, here);
      if (over && !is_prepared(after, decision.transaction))
        all.push_back({i, decision.transaction});
    }
  }
  return all;
}

RecoveryReport recover(std::span<const RecoveryDatabase> databases, const RecoveryOptions& options,
                       const Clock& clock) {
  const std::vector<DatabaseState> before = look_at_all(databases);
  Recovery recovery(databases, clock);
  RecoveryReport report;
  for (PlannedEnd& end : plan_recovery(before, clock.wall(), options.leave_alone)) {
    RecoveredTransaction one{.plan = std::move(end)};
    if (!options.dry_run && is_to_end(one.plan.verdict)) recovery.end(one);
    report.transactions.push_back(std::move(one));
  }
  if (options.dry_run) return report;
  const std::vector<DatabaseState> after = look_at_all(databases);
  for (Forgettable& old : forgettable(before, after, clock.wall())) {
    Decisions(*databases[old.database].connection).remove(old.transaction);
    report.forgotten.push_back(std::move(old));
  }
  return report;
}

}  // namespace covet
