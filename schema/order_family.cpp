#include "schema/order_family.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string>

#include "schema/topological.h"

namespace covet::schema {
namespace {

constexpr std::array family_options = {"inherits", "partition_of", "bound"};
constexpr std::array index_options = {"cluster_on", "replica_identity"};

std::string value_of(const Options& options, const char* word) {
  const auto found = options.find(word);
  return found == options.end() ? std::string() : found->second;
}

}  // namespace

bool is_empty(const AlterTable& change) {
  return change.comment_from == change.comment_to && change.options_from == change.options_to;
}

bool lets_go(const AlterTable& change) {
  const auto gone = [&](const char* word) {
    return change.options_from.contains(word) &&
           value_of(change.options_from, word) != value_of(change.options_to, word);
  };
  return std::ranges::any_of(family_options, gone) || std::ranges::any_of(index_options, gone);
}

std::pair<AlterTable, AlterTable> split_alter(const AlterTable& change) {
  Options between = change.options_to;
  const auto hold_back = [&](const char* word) {
    if (value_of(change.options_from, word) != value_of(between, word)) between.erase(word);
  };
  std::ranges::for_each(family_options, hold_back);
  std::ranges::for_each(index_options, hold_back);
  // A new bound means leaving and joining again.
  if (!between.contains("bound") || !between.contains("partition_of")) {
    between.erase("bound");
    between.erase("partition_of");
  }
  AlterTable now{change.table, change.comment_from, change.comment_to, change.options_from,
                 between};
  AlterTable later{change.table, change.comment_to, change.comment_to, std::move(between),
                   change.options_to};
  return {std::move(now), std::move(later)};
}

std::vector<Change> take_children(std::vector<Change>& created, const Schema& schema) {
  std::set<TableName> waiting;
  const auto is_ready = [&](const Change& change) {
    const auto* create = std::get_if<CreateTable>(&change);
    if (create == nullptr) return true;
    const std::set<TableName> parents = ancestors(create->table);
    const bool ready = std::ranges::none_of(parents, [&](const TableName& parent) {
      return waiting.contains(parent) || schema.find_table(parent) != nullptr;
    });
    if (!ready) waiting.insert(create->table.name);
    return ready;
  };
  std::vector<Change> ready;
  std::vector<Change> late;
  for (Change& change : created)
    (is_ready(change) ? ready : late).push_back(std::move(change));
  created = std::move(ready);
  return late;
}

std::set<TableName> tables_in_families(const Schema& schema) {
  std::set<TableName> family;
  for (const Table& table : schema.tables) {
    std::set<TableName> parents = ancestors(table);
    if (parents.empty()) continue;
    family.insert(table.name);
    family.merge(parents);
  }
  return family;
}

bool takes_away(const Change& change) {
  if (const auto* set = std::get_if<SetPrimaryKey>(&change)) return !set->to;
  return std::holds_alternative<DropIndex>(change) || std::holds_alternative<DropUnique>(change) ||
         std::holds_alternative<DropCheck>(change);
}

int depth_of(const TableName& name, const Schema& schema) {
  const Table* table = schema.find_table(name);
  if (table == nullptr) return 0;
  int depth = 0;
  for (const TableName& parent : ancestors(*table)) {
    if (parent != name) depth = std::max(depth, 1 + depth_of(parent, schema));
  }
  return depth;
}

std::vector<AddForeignKey> take_keys_to_partitioned(std::vector<Table>& tables) {
  std::set<TableName> wholes;
  for (const Table& table : tables) {
    if (table.options.contains("partition_of")) wholes.merge(ancestors(table));
  }
  std::vector<AddForeignKey> taken;
  if (wholes.empty()) return taken;
  const Schema together{.tables = tables};
  std::vector<std::pair<int, Table*>> parents_first;
  for (Table& table : tables)
    parents_first.emplace_back(depth_of(table.name, together), &table);
  std::ranges::stable_sort(parents_first, {}, &std::pair<int, Table*>::first);
  for (const auto& [depth, table] : parents_first) {
    std::erase_if(table->foreign_keys, [&, owner = table->name](const ForeignKey& key) {
      if (!wholes.contains(key.target)) return false;
      taken.push_back({owner, key});
      return true;
    });
  }
  return taken;
}

}  // namespace covet::schema
