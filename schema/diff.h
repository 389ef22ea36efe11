#pragma once

#include <string>
#include <vector>

#include "core/db/dialect.h"
#include "schema/change.h"

namespace covet::schema {

/// What `renamed_from` says. For a table `column_from` is empty. `table` is the table's new name.
struct Rename {
  TableName table;
  TableName table_from{};
  std::string column_from{};
  std::string column_to{};
  bool operator==(const Rename&) const = default;
};

/// Pairs of enum values {type, old, new}.
struct EnumRename {
  TableName type;
  std::string from;
  std::string to;
};

/// A renamed value of a column whose type lists its values itself.
struct ValueRename {
  TableName table;
  std::string column;
  std::string from;
  std::string to;
};

struct DiffOptions {
  std::vector<Rename> renames{};  ///< acts only while the old name exists and the new one does not
  std::vector<EnumRename> enum_renames{};
  std::vector<ValueRename> value_renames{};
};

/// The changes that lead from `from` to `to`, unordered but for renames first. Pure, one algorithm
/// for all engines; both sides must be spelled by the same engine (see normalize.h). diff(s, s) is
/// empty; applying the result to `from` gives `to` (the order of columns aside, which is never a
/// difference).
std::vector<Change> diff(const Schema& from, const Schema& to, const DiffOptions& options = {});

/// Puts changes in an order that runs: names freed before they are taken, what is needed before
/// what needs it, foreign keys that form a circle taken out of CREATE TABLE and added behind, drops
/// last. Every prefix is applicable to `before`, and so is the inverse of the whole, backward.
std::vector<Change> order(std::vector<Change> changes, const Schema& before,
                          const DialectFacts& facts);

}  // namespace covet::schema
