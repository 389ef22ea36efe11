#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/value.h"

namespace covet {

/// What the prepared transactions of one DistributedTransaction are called:
/// `covet-<coordinator>-<begun><random>-<part>`, at most 57 bytes.
struct BranchId {
  std::string coordinator;  ///< the identity of the database that decides: 16 hex digits
  std::string number;       ///< 24 hex digits: the second in which it began, and a random number
  unsigned part = 0;        ///< which participant; 0 where the whole transaction is meant

  /// What all its branches have in common, and the key of the decision.
  std::string transaction() const;
  /// The id of one branch.
  std::string text() const;
  /// When it began, to the second.
  Timestamp begun() const;
  bool operator==(const BranchId&) const = default;
};

/// 64 random bits as 16 hex digits, from the system's own source.
std::string random_hex();

/// A new one, of the second `now`.
BranchId make_branch_id(const std::string& coordinator, Timestamp now);

/// Nothing where `text` is no branch's id of ours.
std::optional<BranchId> parse_branch_id(std::string_view text);

}  // namespace covet
