#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "core/base/contains.h"
#include "core/base/overloaded.h"
#include "schema/diff.h"
#include "schema/order_collation.h"
#include "schema/order_creations.h"
#include "schema/order_enum.h"
#include "schema/order_family.h"
#include "schema/order_objects.h"
#include "schema/order_table.h"
#include "schema/topological.h"

namespace covet::schema {
namespace {

/// The stages of a plan. Within a stage the order of diff() stays; `table` works table by table.
enum class Stage : std::uint8_t {
  drop_object_first,
  rename_table,
  rename_column,
  make_schema,
  extension,
  make_type,
  drop_foreign_key,
  leave,   ///< tables that leave their parents, whose place others may take
  create,  ///< tables, and the objects that they may be made of
  table,
  join,  ///< new partitions and heirs of tables that are as they are to be now
  shrink_enum,
  add_foreign_key,
  drop_table_early,  ///< where a view takes a table's name
  create_object_late,
  rights,  ///< of what stands on its own; those of tables come with their columns
  drop_table,
  drop_object_last,
  drop_type,
  drop_extension,
  drop_schema,
};

/// The object that a change is about; null for what is about something else.
const Object* object_of(const Change& change) {
  if (const auto* created = std::get_if<CreateObject>(&change)) return &created->object;
  if (const auto* dropped = std::get_if<DropObject>(&change)) return &dropped->object;
  if (const auto* replaced = std::get_if<ReplaceObject>(&change)) return &replaced->to;
  return nullptr;
}

bool same_columns(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

class Orderer {
 public:
  Orderer(const Schema& before, const DialectFacts& facts)
      : before_(before), schema_(before), facts_(facts) {}

  std::vector<Change> run(std::vector<Change> changes) {
    for (Change& change : changes)
      place(std::move(change));
    split_primary_keys(stages_[Stage::table]);
    detach_pinned_keys();
    order_created_tables();
    order_dropped_tables();
    order_objects();
    let_children_wait();
    std::vector<Change> ordered;
    for (auto& [stage, list] : stages_) {
      if (stage == Stage::table) sort_by_table(list);
      std::move(list.begin(), list.end(), std::back_inserter(ordered));
    }
    return ordered;
  }

 private:
  void put(Stage stage, Change change) { stages_[stage].push_back(std::move(change)); }

  void place(Change change) {
    if (const Object* object = object_of(change)) {
      const bool drops = std::holds_alternative<DropObject>(change);
      if (object->kind == "schema")
        return put(drops ? Stage::drop_schema : Stage::make_schema, std::move(change));
      if (object->kind == "extension")
        return put(drops ? Stage::drop_extension : Stage::extension, std::move(change));
      return objects_.push_back(std::move(change));
    }
    if (const auto* alter = std::get_if<AlterEnum>(&change)) {
      if (!loses_values(*alter)) return put(Stage::make_type, std::move(change));
      if (!gains_values(*alter)) return put(Stage::shrink_enum, std::move(change));
      auto [grow, shrink] = split_enum(*alter);
      put(Stage::make_type, std::move(grow));
      return put(Stage::shrink_enum, std::move(shrink));
    }
    if (const auto* alter = std::get_if<AlterTable>(&change)) return place(*alter);
    if (const auto* alter = std::get_if<AlterRights>(&change)) {
      // Whoever is to own what lies in a schema must be let into it first.
      const Stage stage = alter->kind == "table"    ? Stage::table
                          : alter->kind == "schema" ? Stage::make_schema
                                                    : Stage::rights;
      return put(stage, std::move(change));
    }
    if (const auto* set = std::get_if<SetPrimaryKey>(&change)) {
      if (set->from && set->to && tables_in_families(schema_).contains(set->table)) {
        put(Stage::table, SetPrimaryKey{set->table, set->from, {}});
        return put(Stage::table, SetPrimaryKey{set->table, {}, set->to});
      }
    }
    const Stage keys_off = facts_.forward_references ? Stage::table : Stage::drop_foreign_key;
    const Stage keys_on = facts_.forward_references ? Stage::table : Stage::add_foreign_key;
    const Stage stage = std::visit(overloaded{
                                       [](const RenameTable&) { return Stage::rename_table; },
                                       [](const RenameColumn&) { return Stage::rename_column; },
                                       [](const CreateEnum&) { return Stage::make_type; },
                                       [](const DropEnum&) { return Stage::drop_type; },
                                       [](const CreateTable&) { return Stage::create; },
                                       [](const DropTable&) { return Stage::drop_table; },
                                       [&](const DropForeignKey&) { return keys_off; },
                                       [&](const AddForeignKey&) { return keys_on; },
                                       [](const auto&) { return Stage::table; },
                                   },
                                   change);
    // What follows speaks of things by their new names.
    if (stage == Stage::rename_table || stage == Stage::rename_column)
      schema::apply(schema_, change);
    put(stage, std::move(change));
  }

  void place(const AlterTable& change) {
    auto [now, later] = split_alter(change);
    const Stage stage = lets_go(now) ? Stage::leave : Stage::table;
    if (!is_empty(now)) put(stage, std::move(now));
    if (!is_empty(later)) put(Stage::join, std::move(later));
  }

  /// Parents before their children, which many of a parent's changes reach too. What goes in a
  /// family goes in all of it before anything comes, and in the children first: a part goes with
  /// its whole alone, and one that is still said then is to stay.
  void sort_by_table(std::vector<Change>& changes) const {
    const std::set<TableName> family = tables_in_families(schema_);
    std::map<TableName, int> depths;
    for (const Change& change : changes)
      depths[*table_of(change)] = depth_of(*table_of(change), schema_);
    const auto key = [&](const Change& change) {
      const TableName table = *table_of(change);
      const bool relates = family.contains(table);
      const bool goes = takes_away(change);
      const int depth = depths.at(table);
      return std::tuple(relates, relates && !goes, goes ? -depth : depth, table, rank(change));
    };
    std::stable_sort(changes.begin(), changes.end(),
                     [&](const Change& a, const Change& b) { return key(a) < key(b); });
  }

  /// A new partition must look like its parent, so it waits until that is altered; one that is
  /// dropped makes room for others.
  void let_children_wait() {
    std::vector<Change> late = take_children(stages_[Stage::create], schema_);
    std::vector<Change>& joining = stages_[Stage::join];
    joining.insert(joining.begin(), std::make_move_iterator(late.begin()),
                   std::make_move_iterator(late.end()));
    std::vector<Change>& dropped = stages_[Stage::drop_table];
    const auto stays = [](const Change& change) {
      return !std::get<DropTable>(change).table.options.contains("partition_of");
    };
    const auto partitions = std::stable_partition(dropped.begin(), dropped.end(), stays);
    std::move(partitions, dropped.end(), std::back_inserter(stages_[Stage::leave]));
    dropped.erase(partitions, dropped.end());
  }

  /// A foreign key holds on to the key it points to, and on some engines to its columns' types: it
  /// steps aside. So it does for a partition, which is dropped before other tables are.
  void detach_pinned_keys() {
    if (facts_.forward_references) return;
    std::set<std::pair<TableName, std::string>> gone;
    for (const Change& change : stages_[Stage::drop_foreign_key]) {
      const auto& drop = std::get<DropForeignKey>(change);
      gone.emplace(drop.table, drop.key.name);
    }
    for (const Change& change : stages_[Stage::drop_table])
      dropped_.insert(std::get<DropTable>(change).table.name);
    for (const Table& table : schema_.tables) {
      const bool goes = dropped_.contains(table.name);
      for (const ForeignKey& key : table.foreign_keys) {
        if (gone.contains({table.name, key.name})) continue;
        const bool in_the_way = dropped_.contains(key.target)
                                    ? goes && !is_partition(table) && is_partition(key.target)
                                    : is_pinning(table.name, key);
        if (!in_the_way) continue;
        put(Stage::drop_foreign_key, DropForeignKey{table.name, key});
        if (goes) {
          detached_.emplace(table.name, key.name);
        } else {
          ForeignKey back = key;
          back.name = final_name(table.name, key.name);
          put(Stage::add_foreign_key, AddForeignKey{table.name, std::move(back)});
        }
      }
    }
  }

  static bool is_partition(const Table& table) { return table.options.contains("partition_of"); }
  bool is_partition(const TableName& name) const {
    const Table* table = schema_.find_table(name);
    return table != nullptr && is_partition(*table);
  }

  /// The name that a foreign key is to have; it comes back under it, and needs no rename any more.
  std::string final_name(const TableName& table, const std::string& name) {
    std::vector<Change>& changes = stages_[Stage::table];
    const auto renames = [&](const Change& change) {
      const auto* rename = std::get_if<RenameConstraint>(&change);
      return rename != nullptr && rename->what == Named::foreign_key && rename->table == table &&
             rename->from == name;
    };
    const auto it = std::find_if(changes.begin(), changes.end(), renames);
    if (it == changes.end()) return name;
    std::string to = std::get<RenameConstraint>(*it).to;
    changes.erase(it);
    return to;
  }

  bool is_pinning(const TableName& table, const ForeignKey& key) const {
    const auto it = stages_.find(Stage::table);
    if (it == stages_.end()) return false;
    return std::any_of(it->second.begin(), it->second.end(), [&](const Change& change) {
      if (const auto* set = std::get_if<SetPrimaryKey>(&change)) {
        return set->from && set->table == key.target &&
               same_columns(set->from->columns, key.target_columns);
      }
      if (const auto* drop = std::get_if<DropUnique>(&change)) {
        return drop->table == key.target && same_columns(drop->unique.columns, key.target_columns);
      }
      if (const auto* alter = std::get_if<AlterTable>(&change);
          alter != nullptr && facts_.foreign_keys_pin_types && changes_collation(*alter)) {
        return (alter->table == table && any_takes_collation(schema_, table, key.columns)) ||
               (alter->table == key.target &&
                any_takes_collation(schema_, key.target, key.target_columns));
      }
      if (const auto* alter = std::get_if<AlterColumn>(&change);
          alter != nullptr && facts_.foreign_keys_pin_types) {
        const bool retyped = alter->from.type != alter->to.type ||
                             alter->from.collation != alter->to.collation ||
                             alter->from.nullable != alter->to.nullable;
        return retyped &&
               ((alter->table == table && contains(key.columns, alter->to.name)) ||
                (alter->table == key.target && contains(key.target_columns, alter->to.name)));
      }
      return false;
    });
  }

  /// Tables whose keys or columns this plan changes: a new table's foreign key to them waits until
  /// that is done.
  std::set<TableName> altered_tables() const {
    std::set<TableName> altered;
    const auto it = stages_.find(Stage::table);
    if (it == stages_.end()) return altered;
    for (const Change& change : it->second)
      altered.insert(*table_of(change));
    return altered;
  }

  void order_created_tables() {
    auto found = stages_.find(Stage::create);
    if (found == stages_.end()) return;
    std::vector<Table> tables;
    for (Change& change : found->second)
      tables.push_back(std::move(std::get<CreateTable>(change).table));
    found->second.clear();
    const std::set<TableName> altered = altered_tables();
    if (!facts_.forward_references) {
      for (Table& table : tables) {
        std::erase_if(table.foreign_keys, [&](const ForeignKey& key) {
          if (!altered.contains(key.target)) return false;
          put(Stage::add_foreign_key, AddForeignKey{table.name, key});
          return true;
        });
      }
      for (AddForeignKey& add : take_keys_to_partitioned(tables))
        put(Stage::add_foreign_key, std::move(add));
    }
    for (Table& table : topological(std::move(tables), facts_.forward_references,
                                    [&](const Table&owner, const ForeignKey&key) {
                                      put(Stage::add_foreign_key, AddForeignKey{owner.name, key});
                                    })) {
      stages_[Stage::create].push_back(CreateTable{std::move(table)});
    }
  }

  void order_dropped_tables() {
    auto found = stages_.find(Stage::drop_table);
    if (found == stages_.end()) return;
    std::vector<Table> tables;
    for (Change& change : found->second) {
      Table& table = tables.emplace_back(std::move(std::get<DropTable>(change).table));
      std::erase_if(table.foreign_keys, [&](const ForeignKey& key) {
        return detached_.contains({table.name, key.name});
      });
    }
    found->second.clear();
    if (!facts_.forward_references) {
      const std::vector<AddForeignKey> taken = take_keys_to_partitioned(tables);
      for (auto it = taken.rbegin(); it != taken.rend(); ++it)
        put(Stage::drop_foreign_key, inverse(*it));
    }
    std::vector<Table> parents_first =
        topological(std::move(tables), facts_.forward_references,
                    [&](const Table& owner, const ForeignKey& key) {
                      put(Stage::drop_foreign_key, DropForeignKey{owner.name, key});
                    });
    std::vector<Change> created;
    for (Table& table : parents_first)
      created.emplace_back(CreateTable{std::move(table)});
    // A table may need another by way of what goes with that one: its sequence.
    for (const Change& change : objects_) {
      if (std::holds_alternative<DropObject>(change)) created.push_back(inverse(change));
    }
    created = in_order_of_need(std::move(created));
    for (auto it = created.rbegin(); it != created.rend(); ++it) {
      if (std::holds_alternative<CreateTable>(*it)) put(Stage::drop_table, inverse(*it));
    }
  }

  void order_objects() {
    std::vector<Change> others;
    for (const auto& [stage, list] : stages_)
      others.insert(others.end(), list.begin(), list.end());
    ObjectStages objects = schema::order_objects(objects_, others, before_, schema_, facts_);
    stages_[Stage::drop_object_first] = std::move(objects.drop_first);
    std::vector<Change> created = std::move(objects.create_early);
    std::ranges::move(stages_[Stage::create], std::back_inserter(created));
    stages_[Stage::create] = in_order_of_need(std::move(created));
    stages_[Stage::create_object_late] = std::move(objects.create_late);
    stages_[Stage::drop_object_last] = std::move(objects.drop_last);
    move_users(stages_[Stage::create], stages_[Stage::create_object_late]);
    drop_users(stages_[Stage::drop_table], stages_[Stage::drop_object_first]);
    if (takes_a_tables_name()) stages_[Stage::drop_table_early].swap(stages_[Stage::drop_table]);
  }

  bool takes_a_tables_name() {
    const auto& dropped = stages_[Stage::drop_table];
    return std::ranges::any_of(stages_[Stage::create_object_late], [&](const Change& change) {
      const auto* created = std::get_if<CreateObject>(&change);
      return created != nullptr && created->object.table.empty() &&
             std::ranges::any_of(dropped, [&](const Change& drop) {
               return table_of(drop) == created->object.name;
             });
    });
  }

  const Schema& before_;
  Schema schema_;  ///< after the renames
  const DialectFacts& facts_;
  std::map<Stage, std::vector<Change>> stages_;
  std::vector<Change> objects_;
  std::set<TableName> dropped_;
  /// Foreign keys that leave before their table.
  std::set<std::pair<TableName, std::string>> detached_;
};

}  // namespace

std::vector<Change> order(std::vector<Change> changes, const Schema& before,
                          const DialectFacts& facts) {
  if (changes.empty()) return changes;  // the usual answer, for which nothing needs a copy
  return Orderer(before, facts).run(std::move(changes));
}

}  // namespace covet::schema
