#include "schema/case_renames.h"

#include <algorithm>

#include "core/base/strings.h"

namespace covet::schema {
namespace {

/// The one in `live` that `name` means, where its case differs and nobody wants that one.
template <class Named, class NameOf>
const Named* same_but_for_case(const std::vector<Named>& live, const std::vector<Named>& wanted,
                               const Named& one, const NameOf& name_of) {
  const auto is = [&](const Named& other) { return name_of(other) == name_of(one); };
  if (std::ranges::any_of(live, is)) return nullptr;
  const auto it = std::ranges::find_if(
      live, [&](const Named& other) { return equals_ignoring_case(name_of(other), name_of(one)); });
  if (it == live.end()) return nullptr;
  const bool kept = std::ranges::any_of(
      wanted, [&](const Named& other) { return name_of(other) == name_of(*it); });
  return kept ? nullptr : &*it;
}

}  // namespace

std::vector<Rename> case_renames(const Schema& live, const Schema& wanted,
                                 const std::vector<Rename>& said, const DialectFacts& facts) {
  std::vector<Rename> found;
  if (!facts.column_names_fold) return found;
  const auto table_name = [](const Table& table) -> const std::string& { return table.name.name; };
  const auto column_name = [](const Column& column) -> const std::string& { return column.name; };
  for (const Table& table : wanted.tables) {
    const Table* old = live.find_table(table.name);
    for (const Rename& rename : said) {
      const bool is_it = rename.column_from.empty() && rename.table == table.name;
      if (old == nullptr && is_it) old = live.find_table(rename.table_from);
    }
    if (old == nullptr && facts.table_names_fold) {
      old = same_but_for_case(live.tables, wanted.tables, table, table_name);
      if (old != nullptr) found.push_back(Rename{.table = table.name, .table_from = old->name});
    }
    if (old == nullptr) continue;
    for (const Column& column : table.columns) {
      const bool is_said = std::ranges::any_of(said, [&](const Rename& rename) {
        return rename.table == table.name && rename.column_to == column.name;
      });
      if (is_said) continue;
      const Column* const was = same_but_for_case(old->columns, table.columns, column, column_name);
      if (was == nullptr) continue;
      found.push_back(
          Rename{.table = table.name, .column_from = was->name, .column_to = column.name});
    }
  }
  return found;
}

}  // namespace covet::schema
