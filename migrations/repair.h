#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "migrations/history.h"
#include "migrations/migration.h"

namespace covet::migrations {

/// Where a row of the history and the files disagree, and what a person can do about it.
struct HistoryFault {
  Version version;
  std::string what;    ///< "was applied and has been edited since"
  std::string option;  ///< the command that mends it
  std::string why;     ///< when that is right
};
/// Pure.
std::vector<HistoryFault> history_faults(std::span<const Migration> migrations,
                                         std::span<const Applied> applied);

struct RepairRequest {
  std::vector<Version> accept_edited{};  ///< the file as it is now counts as applied
  std::vector<Version> forget{};         ///< rows without a file
  /// What came of the statement (from 1) that was under way when a run was killed.
  std::optional<std::int64_t> applied{}, not_applied{};
  bool empty() const { return accept_edited.empty() && forget.empty() && !applied && !not_applied; }
};

/// One change of one row.
struct Repair {
  Version version;
  std::string what;            ///< for people
  std::optional<Applied> row;  ///< as it will be; none: it is removed
};

/// Pure. Throws Error{usage} where a request doesn't fit what is there, so that nothing is mended
/// that is whole.
std::vector<Repair> plan_repair(std::span<const Migration> migrations,
                                std::span<const Applied> applied, const RepairRequest& request);

/// In one transaction. The lock must be held.
void carry_out(std::span<const Repair> repairs, Connection& connection, History& history);

}  // namespace covet::migrations
