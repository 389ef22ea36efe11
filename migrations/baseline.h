#pragma once

#include <span>
#include <string>
#include <vector>

#include "migrations/decide.h"

namespace covet::migrations {

/// The rows that adopt a database which has its schema already: one for each file up to `to`
/// (empty: all), in state baseline, without those that are there; `applied_at` and `applied_by` are
/// left to the caller. Pure. Throws Error{usage} where covet has migrated the database, or there is
/// no file; Error{not_found} for a version that no file has.
std::vector<Applied> baseline_rows(std::span<const Migration> migrations,
                                   std::span<const Applied> rows, const Version& to);

/// The display names of whole things that `changes` would drop: what is in the database beside the
/// models. Sorted.
std::vector<std::string> extras_in(std::span<const schema::Change> changes);

}  // namespace covet::migrations
