#pragma once

#include <string>
#include <vector>

#include "schema/diff.h"

namespace covet::schema {

/// A drop and an add that look alike: perhaps a rename that nobody told covet of.
struct RenameCandidate {
  Rename rename;        ///< what would be told
  std::string dropped;  ///< "login character varying(50)"
  std::string added;
  bool operator==(const RenameCandidate&) const = default;
};

/// Columns of one table that go and come with the same type, and tables that do with the same
/// columns. Each drop and each add stands in one candidate at most, the likeliest by name.
std::vector<RenameCandidate> rename_candidates(const std::vector<Change>& changes);

}  // namespace covet::schema
