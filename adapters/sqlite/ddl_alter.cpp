#include "adapters/sqlite/ddl_alter.h"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "adapters/sqlite/ddl_column.h"
#include "adapters/sqlite/ddl_index.h"
#include "adapters/sqlite/ddl_table.h"
#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/sql_reader.h"
#include "core/base/contains.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

using schema::AddCheck;
using schema::AddColumn;
using schema::AddForeignKey;
using schema::AddIndex;
using schema::AlterTable;
using schema::Change;
using schema::Check;
using schema::Column;
using schema::DropColumn;
using schema::DropIndex;
using schema::Index;
using schema::IndexKey;
using schema::Named;
using schema::Object;
using schema::RenameConstraint;
using schema::Schema;
using schema::Table;
using schema::TableName;

/// True if another column, a constraint or an index of the table needs the column.
bool is_used_in_table(const Table& table, const std::string& name) {
  const auto has = [&](const auto& item) { return contains(item.columns, name); };
  const auto in_index = [&](const Index& index) {
    return mentions(index.where, name) ||
           std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) {
             return key.column == name || mentions(key.sql, name);
           });
  };
  return (table.primary_key && contains(table.primary_key->columns, name)) ||
         std::any_of(table.uniques.begin(), table.uniques.end(), has) ||
         std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), has) ||
         std::any_of(table.checks.begin(), table.checks.end(),
                     [&](const Check& check) { return mentions(check.sql, name); }) ||
         std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const Column& column) {
                       return column.generated && mentions(column.generated->sql, name);
                     }) ||
         std::any_of(table.indexes.begin(), table.indexes.end(), in_index);
}

class Alterer {
 public:
  Alterer(std::span<const Change> changes, const Schema& before)
      : changes_(changes), schema_(before) {}

  std::optional<std::vector<std::string>> run() {
    for (const Change& change : changes_) {
      if (!can_do(change)) return std::nullopt;
      schema::apply(schema_, change);
    }
    return std::move(statements_);
  }

 private:
  bool can_do(const Change& change) {
    return std::visit(overloaded{
                          [&](const AddColumn& c) { return add_column(c); },
                          [&](const DropColumn& c) { return drop_column(c); },
                          [&](const AddCheck& c) { return inlined_.contains(&c.check); },
                          [&](const AddForeignKey& c) { return inlined_.contains(&c.key); },
                          [&](const AddIndex& c) { return add(create_index(c.index, c.table)); },
                          [&](const DropIndex& c) { return add(drop_index(c.index)); },
                          [&](const RenameConstraint& c) { return rename_index(c); },
                          [&](const AlterTable& c) { return c.options_from == c.options_to; },
                          [](const auto&) { return false; },
                      },
                      change);
  }

  bool add(std::string statement) {
    statements_.push_back(std::move(statement));
    return true;
  }

  /// A trigger that uses the name was written for a column that is to come back: the rebuild brings
  /// it back too.
  bool is_named_by_trigger(const TableName& table, const std::string& name) const {
    const auto triggers = triggers_of(schema_, table);
    return std::any_of(triggers.begin(), triggers.end(),
                       [&](const Object* trigger) { return mentions(trigger->sql, name); });
  }

  bool add_column(const AddColumn& change) {
    const Table& table = *schema_.find_table(change.table);
    const Column& column = change.column;
    const bool constant = column.default_sql && is_constant(*column.default_sql);
    if (change.position < table.columns.size() || column.identity) return false;
    if (column.default_sql && !constant) return false;
    if (column.generated && column.generated->stored) return false;
    const bool fills = constant && !equals_ignoring_case(*column.default_sql, "NULL");
    if (!column.nullable && !fills && !column.generated) return false;
    if (is_named_by_trigger(change.table, column.name)) return false;
    std::string text = fmt::format("ALTER TABLE {} ADD COLUMN {}", dialect().quote(table.name.name),
                                   column_definition(column, table));
    for (const Change& other : changes_)
      text += inline_constraint(other, column);
    return add(std::move(text));
  }

  /// A check or foreign key of the new column alone goes into its definition.
  std::string inline_constraint(const Change& change, const Column& column) {
    if (const auto* check = std::get_if<AddCheck>(&change)) {
      if (!mentions(check->check.sql, column.name)) return {};
      if (!inlined_.insert(&check->check).second) return {};
      return " " + check_definition(check->check);
    }
    if (const auto* foreign = std::get_if<AddForeignKey>(&change)) {
      const bool own = foreign->key.columns == std::vector<std::string>{column.name};
      if (!own || column.default_sql || !inlined_.insert(&foreign->key).second) return {};
      return " " + constraint_name(foreign->key.name) + references(foreign->key);
    }
    return {};
  }

  bool drop_column(const DropColumn& change) {
    const Table& table = *schema_.find_table(change.table);
    const std::string& name = change.column.name;
    if (table.columns.size() < 2 || is_used_in_table(table, name)) return false;
    const auto uses = [&](const Object& object) { return mentions(object.sql, name); };
    if (std::any_of(schema_.objects.begin(), schema_.objects.end(), uses)) return false;
    // None of them needs the column, and one that can't be compiled here must not be in the way.
    const bool has_objects = !schema_.objects.empty();
    if (has_objects) add("PRAGMA legacy_alter_table = ON");
    add(fmt::format("ALTER TABLE {} DROP COLUMN {}", dialect().quote(table.name.name),
                    dialect().quote(name)));
    if (has_objects) add("PRAGMA legacy_alter_table = OFF");
    return true;
  }

  bool rename_index(const RenameConstraint& change) {
    if (change.what != Named::index) return false;
    const Table& table = *schema_.find_table(change.table);
    const auto it = std::find_if(table.indexes.begin(), table.indexes.end(),
                                 [&](const Index& index) { return index.name == change.from; });
    if (it == table.indexes.end()) return false;
    Index renamed = *it;
    renamed.name = change.to;
    return add(drop_index(*it)) && add(create_index(renamed, change.table));
  }

  std::span<const Change> changes_;
  Schema schema_;
  std::set<const void*> inlined_;
  std::vector<std::string> statements_;
};

}  // namespace

std::optional<std::vector<std::string>> alter_in_place(std::span<const Change> changes,
                                                       const Schema& before) {
  return Alterer(changes, before).run();
}

}  // namespace covet::sqlite
