#include <algorithm>
#include <map>
#include <set>

#include "core/base/overloaded.h"
#include "core/base/strings.h"
#include "schema/diff.h"
#include "schema/topological.h"

namespace covet::schema {
namespace {

/// The stages of a plan. Within a stage the order of diff() stays; `table` works table by table.
enum class Stage : std::uint8_t {
  rename_table,
  rename_column,
  extension,
  make_type,
  drop_foreign_key,
  create_table,
  table,
  shrink_enum,
  add_foreign_key,
  drop_table,
  drop_object,
  drop_type,
};

/// Within one table: what stands in the way goes first, columns before what is made of them.
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
                        [](const SetPrimaryKey&) { return 6; },
                        [](const DropColumn&) { return 7; },
                        [](const RenameConstraint&) { return 8; },
                        [](const AddUnique&) { return 9; },
                        [](const AddCheck&) { return 9; },
                        [](const AddIndex&) { return 10; },
                        [](const AddForeignKey&) { return 11; },
                        [](const auto&) { return 0; },
                    },
                    change);
}

Stage object_stage(const Object& object) {
  return object.kind == "extension" ? Stage::extension : Stage::make_type;
}

bool contains(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool loses_values(const AlterEnum& change) {
  return !hazards(change).empty();
}

bool gains_values(const AlterEnum& change) {
  const auto known = [&](const std::string& value) {
    return contains(change.from.values, value) ||
           std::any_of(change.renamed.begin(), change.renamed.end(),
                       [&](const auto& pair) { return pair.second == value; });
  };
  return !std::all_of(change.to.values.begin(), change.to.values.end(), known);
}

/// An enum that gains and loses values does so in two changes, so that columns can move from the
/// ones to the others.
std::pair<AlterEnum, AlterEnum> split_enum(const AlterEnum& change) {
  EnumType both = change.to;
  for (auto it = change.from.values.begin(); it != change.from.values.end(); ++it) {
    const bool renamed = std::any_of(change.renamed.begin(), change.renamed.end(),
                                     [&](const auto& pair) { return pair.first == *it; });
    if (renamed || contains(both.values, *it)) continue;
    auto at = both.values.begin();
    if (it != change.from.values.begin()) {
      const auto before = std::find(both.values.begin(), both.values.end(), *std::prev(it));
      at = before == both.values.end() ? both.values.end() : before + 1;
    }
    both.values.insert(at, *it);
  }
  return {AlterEnum{change.from, both, change.renamed}, AlterEnum{both, change.to, {}}};
}

bool same_columns(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

class Orderer {
 public:
  Orderer(const Schema& before, const DialectFacts& facts) : schema_(before), facts_(facts) {}

  std::vector<Change> run(std::vector<Change> changes) {
    for (Change& change : changes)
      place(std::move(change));
    detach_pinned_keys();
    order_created_tables();
    order_dropped_tables();
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
    if (const auto* alter = std::get_if<AlterEnum>(&change)) {
      if (!loses_values(*alter)) return put(Stage::make_type, std::move(change));
      if (!gains_values(*alter)) return put(Stage::shrink_enum, std::move(change));
      auto [grow, shrink] = split_enum(*alter);
      put(Stage::make_type, std::move(grow));
      return put(Stage::shrink_enum, std::move(shrink));
    }
    const Stage keys_off = facts_.forward_references ? Stage::table : Stage::drop_foreign_key;
    const Stage keys_on = facts_.forward_references ? Stage::table : Stage::add_foreign_key;
    const Stage stage = std::visit(overloaded{
                                       [](const RenameTable&) { return Stage::rename_table; },
                                       [](const RenameColumn&) { return Stage::rename_column; },
                                       [](const CreateObject& c) { return object_stage(c.object); },
                                       [](const ReplaceObject& c) { return object_stage(c.to); },
                                       [](const DropObject&) { return Stage::drop_object; },
                                       [](const CreateEnum&) { return Stage::make_type; },
                                       [](const DropEnum&) { return Stage::drop_type; },
                                       [](const CreateTable&) { return Stage::create_table; },
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

  static void sort_by_table(std::vector<Change>& changes) {
    std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
      const auto x = table_of(a), y = table_of(b);
      return x != y ? x < y : rank(a) < rank(b);
    });
  }

  /// A foreign key holds on to the key it points to, and on some engines to its columns' types: it
  /// steps aside.
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
        if (gone.contains({table.name, key.name}) || dropped_.contains(key.target)) continue;
        if (!is_pinning(table.name, key)) continue;
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
    auto found = stages_.find(Stage::create_table);
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
    }
    for (Table& table : topological(std::move(tables), facts_.forward_references,
                                    [&](const Table&owner, const ForeignKey&key) {
                                      put(Stage::add_foreign_key, AddForeignKey{owner.name, key});
                                    })) {
      stages_[Stage::create_table].push_back(CreateTable{std::move(table)});
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
    std::vector<Table> parents_first =
        topological(std::move(tables), facts_.forward_references,
                    [&](const Table& owner, const ForeignKey& key) {
                      put(Stage::drop_foreign_key, DropForeignKey{owner.name, key});
                    });
    for (auto it = parents_first.rbegin(); it != parents_first.rend(); ++it) {
      put(Stage::drop_table, DropTable{std::move(*it)});
    }
  }

  Schema schema_;
  const DialectFacts& facts_;
  std::map<Stage, std::vector<Change>> stages_;
  std::set<TableName> dropped_;
  std::set<std::pair<TableName, std::string>>
      detached_;  ///< foreign keys that leave before their table
};

}  // namespace

std::vector<Change> order(std::vector<Change> changes, const Schema& before,
                          const DialectFacts& facts) {
  return Orderer(before, facts).run(std::move(changes));
}

}  // namespace covet::schema
