#include "schema/rename_candidates.h"

#include <algorithm>
#include <set>

#include "core/base/strings.h"

namespace covet::schema {
namespace {

std::string shown(const Column& column) {
  return column.name + " " + column.type;
}

std::string shown(const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns)
    names.push_back(column.name);
  return table.name.display() + " (" + join(names, ", ") + ")";
}

bool alike(const DropColumn& dropped, const AddColumn& added) {
  return dropped.table == added.table && dropped.column.type == added.column.type &&
         dropped.column.generated.has_value() == added.column.generated.has_value();
}

bool alike(const DropTable& dropped, const CreateTable& added) {
  const auto shape = [](const Table& table) {
    std::set<std::pair<std::string, std::string>> columns;
    for (const Column& column : table.columns)
      columns.emplace(column.name, column.type);
    return columns;
  };
  return dropped.table.name.schema == added.table.name.schema &&
         shape(dropped.table) == shape(added.table);
}

RenameCandidate candidate(const DropColumn& dropped, const AddColumn& added) {
  return {{.table = added.table,
           .table_from = {},
           .column_from = dropped.column.name,
           .column_to = added.column.name},
          shown(dropped.column),
          shown(added.column)};
}

RenameCandidate candidate(const DropTable& dropped, const CreateTable& added) {
  return {{.table = added.table.name, .table_from = dropped.table.name},
          shown(dropped.table),
          shown(added.table)};
}

const std::string& name_of(const DropColumn& change) {
  return change.column.name;
}
const std::string& name_of(const AddColumn& change) {
  return change.column.name;
}
const std::string& name_of(const DropTable& change) {
  return change.table.name.name;
}
const std::string& name_of(const CreateTable& change) {
  return change.table.name.name;
}

/// How many letters two names have in common at both ends.
std::size_t likeness(const std::string& a, const std::string& b) {
  const auto head = std::ranges::mismatch(a, b).in1 - a.begin();
  const auto tail = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin();
  return static_cast<std::size_t>(head + tail);
}

template <class Drop, class Add>
void pair_up(const std::vector<Change>& changes, std::vector<RenameCandidate>& candidates) {
  std::set<const Add*> taken;
  for (const Change& change : changes) {
    const auto* dropped = std::get_if<Drop>(&change);
    if (dropped == nullptr) continue;
    const Add* best = nullptr;
    for (const Change& other : changes) {
      const auto* added = std::get_if<Add>(&other);
      if (added == nullptr || taken.contains(added) || !alike(*dropped, *added)) continue;
      const bool better = best == nullptr || likeness(name_of(*dropped), name_of(*added)) >
                                                 likeness(name_of(*dropped), name_of(*best));
      if (better) best = added;
    }
    if (best == nullptr) continue;
    taken.insert(best);
    candidates.push_back(candidate(*dropped, *best));
  }
}

}  // namespace

std::vector<RenameCandidate> rename_candidates(const std::vector<Change>& changes) {
  std::vector<RenameCandidate> candidates;
  pair_up<DropTable, CreateTable>(changes, candidates);
  pair_up<DropColumn, AddColumn>(changes, candidates);
  return candidates;
}

}  // namespace covet::schema
