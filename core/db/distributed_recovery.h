#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/db/branch_id.h"
#include "core/db/decisions.h"
#include "core/db/two_phase.h"

/// Ends what a DistributedTransaction left prepared. A prepared transaction is committed if its
/// coordinator's covet_decisions says so, and else rolled back; before that, recovery writes its
/// own row there, which collides with the coordinator's: whoever writes first decides. So it may
/// run at any time, beside living transactions and other recoveries.
namespace covet {

struct RecoveryDatabase {
  Connection* connection;  ///< in no transaction; with a lock_timeout, or recovery may wait long
  std::string name;        ///< for people
};

/// What one database knows.
struct DatabaseState {
  std::string name;
  std::optional<std::string> identity{};
  std::vector<PreparedTransaction> prepared{};
  std::vector<Decision> decisions{};
};

/// Reads it, and writes nothing. Throws what the connection throws.
DatabaseState look_at(const RecoveryDatabase& database);

enum class Verdict : std::uint8_t {
  foreign,         ///< not covet's: only shown
  young,           ///< begun a moment ago: its coordinator is left alone
  no_coordinator,  ///< none of the databases is the one that decides
  two_alike,       ///< two of them claim to be: one is a copy, or is named twice
  commit,          ///< it is decided so
  roll_back,       ///< it is decided so
  give_up,         ///< undecided: rolled back, as soon as that is written down
};

/// What is to become of one prepared transaction.
struct PlannedEnd {
  std::size_t database = 0;  ///< where it is prepared
  PreparedTransaction transaction;
  std::optional<BranchId> id{};  ///< nothing for a foreign one
  Verdict verdict = Verdict::foreign;
  std::size_t coordinator = 0;  ///< the database that decides, where there is one
};

/// Pure. In the order of the databases; where a server shows its prepared transactions in all of
/// its databases, each of covet's stands here once.
std::vector<PlannedEnd> plan_recovery(std::span<const DatabaseState> states, Timestamp now,
                                      std::chrono::seconds leave_alone);

/// The decisions that nobody can need any more, by database; pure. `before` was read before
/// `after`. One to commit goes when every database that had to prepare it is here and has it
/// prepared no longer: they can't prepare it again. One that recovery wrote, without knowing who
/// takes part, goes after twice longest_distributed_transaction, when its coordinator can't want to
/// commit any more.
struct Forgettable {
  std::size_t database = 0;
  std::string transaction;
  bool operator==(const Forgettable&) const = default;
};
std::vector<Forgettable> forgettable(std::span<const DatabaseState> before,
                                     std::span<const DatabaseState> after, Timestamp now);

enum class Ending : std::uint8_t {
  none,  ///< nothing was done: the verdict, or a dry run
  committed,
  rolled_back,
  undecided,  ///< its coordinator is about to decide: look again
  held,       ///< the session that prepared it still lives and nobody else may end it
  gone,       ///< somebody else has ended it meanwhile
  failed,
};

struct RecoveredTransaction {
  PlannedEnd plan;
  Ending ending = Ending::none;
  std::string fault{};  ///< where it failed
};

struct RecoveryReport {
  std::vector<RecoveredTransaction> transactions;
  std::vector<Forgettable> forgotten;
};

struct RecoveryOptions {
  bool dry_run = false;
  /// Those that began less than this ago are left to their coordinators, which may well live.
  std::chrono::seconds leave_alone{60};
};

/// Looks, plans and carries out. What goes wrong with one transaction is in the report and stops no
/// other; throws only where a database can't be looked at.
RecoveryReport recover(std::span<const RecoveryDatabase> databases,
                       const RecoveryOptions& options = {}, const Clock& clock = system_clock());

}  // namespace covet
