#include "schema/order_table.h"

#include <algorithm>
#include <utility>

#include "core/base/contains.h"
#include "core/base/overloaded.h"

namespace covet::schema {
namespace {

bool frees_column(const std::vector<Change>& changes, const SetPrimaryKey& set) {
  return std::any_of(changes.begin(), changes.end(), [&](const Change& change) {
    const auto* alter = std::get_if<AlterColumn>(&change);
    return alter != nullptr && alter->table == set.table && alter->to.nullable &&
           !alter->from.nullable && contains(set.from->columns, alter->to.name);
  });
}

}  // namespace

int rank(const Change& change) {
  return std::visit(overloaded{
                        [](const DropForeignKey&) { return 0; },
                        [](const DropCheck&) { return 1; },
                        [](const DropIndex&) { return 1; },
                        [](const DropUnique&) { return 1; },
                        [](const AlterTable&) { return 2; },
                        [](const AddColumn&) { return 3; },
                        [](const RenameValue&) { return 4; },
                        [](const AlterColumn&) { return 5; },
                        [](const SetPrimaryKey& c) { return c.to ? 6 : 1; },
                        [](const AlterRights&) { return 6; },
                        [](const DropColumn&) { return 7; },
                        [](const RenameConstraint&) { return 8; },
                        [](const AlterComment&) { return 12; },
                        [](const AddUnique&) { return 9; },
                        [](const AddCheck&) { return 9; },
                        [](const AddIndex&) { return 10; },
                        [](const AddForeignKey&) { return 11; },
                        [](const auto&) { return 0; },
                    },
                    change);
}

void split_primary_keys(std::vector<Change>& changes) {
  std::vector<Change> split;
  for (const Change& change : changes) {
    const auto* set = std::get_if<SetPrimaryKey>(&change);
    if (set == nullptr || !set->from || !set->to || !frees_column(changes, *set)) {
      split.push_back(change);
      continue;
    }
    split.emplace_back(SetPrimaryKey{set->table, set->from, {}});
    split.emplace_back(SetPrimaryKey{set->table, {}, set->to});
  }
  changes = std::move(split);
}

}  // namespace covet::schema
