#include "adapters/postgresql/ddl_family.h"

#include <algorithm>
#include <utility>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"

namespace covet::postgresql {

using schema::Column;
using schema::Schema;
using schema::Table;
using schema::TableName;

namespace {

/// The first parent that has the column, or the check.
template <class Find>
auto in_parents(const Table& table, const Schema& schema, Find find)
    -> decltype(find(std::declval<const Table&>())) {
  for (const TableName& name : parents_of(table)) {
    const Table* parent = schema.find_table(name);
    if (parent == nullptr) continue;
    if (auto found = find(*parent)) return found;
  }
  return {};
}

template <class Find>
std::string in_whole(const Table& partition, const Schema& schema, Find find) {
  const Table* whole =
      is_partition(partition) ? schema.find_table(parents_of(partition).front()) : nullptr;
  return whole == nullptr ? std::string() : find(*whole);
}

template <class Thing, class Same>
std::string name_among(const std::vector<Thing>& things, Same same) {
  const auto found = std::ranges::find_if(things, same);
  return found == things.end() ? std::string() : found->name;
}

}  // namespace

std::string option(const schema::Options& options, const std::string& key) {
  const auto found = options.find(key);
  return found == options.end() ? std::string() : found->second;
}

bool is_partition(const Table& table) {
  return table.options.contains("partition_of");
}
bool is_partitioned(const Table& table) {
  return table.options.contains("partition_by");
}

std::vector<TableName> parents_of(const Table& table) {
  return parse_names(option(table.options, is_partition(table) ? "partition_of" : "inherits"));
}

std::vector<const Table*> children_of(const TableName& parent, const Schema& schema) {
  std::vector<const Table*> children;
  for (const Table& table : schema.tables) {
    if (!is_partition(table) && !table.options.contains("inherits")) continue;
    const std::vector<TableName> parents = parents_of(table);
    if (std::ranges::find(parents, parent) != parents.end()) children.push_back(&table);
  }
  return children;
}

std::vector<const Table*> descendants_of(const TableName& parent, const Schema& schema) {
  std::vector<const Table*> all = children_of(parent, schema);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const Table* child : children_of(all[i]->name, schema)) {
      if (std::ranges::find(all, child) == all.end()) all.push_back(child);
    }
  }
  return all;
}

std::string alter_only(const TableName& table, const Schema& schema) {
  const Table* found = schema.find_table(table);
  const bool only = found != nullptr && is_partitioned(*found);
  return std::string("ALTER TABLE ") + (only ? "ONLY " : "") + quote(table);
}

std::string alter_alone(const TableName& table, const Schema& schema) {
  const bool only = !children_of(table, schema).empty();
  return std::string("ALTER TABLE ") + (only ? "ONLY " : "") + quote(table);
}

const Column* parent_column(const Table& table, const std::string& name, const Schema& schema) {
  return in_parents(table, schema, [&](const Table& parent) { return parent.find_column(name); });
}

bool inherited(const Schema& schema, const TableName& table, const std::string& column) {
  const Table* child = schema.find_table(table);
  return child != nullptr && parent_column(*child, column, schema) != nullptr;
}

bool declares(const Table& table, const Column& column, const Schema& schema) {
  if (is_partition(table) || parent_column(table, column.name, schema) == nullptr) return true;
  return std::ranges::any_of(parse_names(option(table.options, "local")),
                             [&](const TableName& name) { return name.name == column.name; });
}

bool joins_parents(const Table& table, const Schema& schema) {
  if (!table.options.contains("inherits")) return false;
  return std::ranges::all_of(parents_of(table), [&](const TableName& name) {
    const Table* parent = schema.find_table(name);
    if (parent == nullptr) return false;
    const bool has_columns = std::ranges::all_of(parent->columns, [&](const Column& column) {
      return table.find_column(column.name) != nullptr && declares(table, column, schema);
    });
    return has_columns && std::ranges::all_of(parent->checks, [&](const schema::Check& check) {
             return check.no_inherit ||
                    std::ranges::any_of(table.checks, [&](const schema::Check& own) {
                      return own.name == check.name && own.options.contains("local");
                    });
           });
  });
}

bool inherits_check(const Table& table, const schema::Check& check, const Schema& schema) {
  if (check.no_inherit) return false;
  return in_parents(table, schema, [&](const Table& parent) {
    return std::ranges::any_of(parent.checks, [&](const schema::Check& other) {
      return other.name == check.name && other.sql == check.sql && !other.no_inherit;
    });
  });
}

bool inherits_key(const Table& table, const schema::ForeignKey& key, const Schema& schema) {
  if (!is_partition(table)) return false;
  return in_parents(table, schema, [&](const Table& parent) {
    return std::ranges::any_of(parent.foreign_keys, [&](schema::ForeignKey other) {
      other.name = key.name;
      other.comment = key.comment;
      return other == key;
    });
  });
}

bool same_index(const schema::Index& a, const schema::Index& b) {
  schema::Index other = b;
  other.name = a.name;
  other.comment = a.comment;
  other.options = a.options;
  return other == a;
}

bool same_unique(const schema::Unique& a, const schema::Unique& b) {
  return a.columns == b.columns && a.nulls_not_distinct == b.nulls_not_distinct &&
         a.deferrable == b.deferrable &&
         option(a.options, "include") == option(b.options, "include");
}

bool same_key(const schema::PrimaryKey& a, const schema::PrimaryKey& b) {
  return a.columns == b.columns && option(a.options, "include") == option(b.options, "include");
}

std::string whole_of(const Table& partition, const schema::Index& index, const Schema& schema) {
  return in_whole(partition, schema, [&](const Table& whole) {
    return name_among(whole.indexes,
                      [&](const schema::Index& other) { return same_index(other, index); });
  });
}

std::string whole_of(const Table& partition, const schema::Unique& unique, const Schema& schema) {
  return in_whole(partition, schema, [&](const Table& whole) {
    return name_among(whole.uniques,
                      [&](const schema::Unique& other) { return same_unique(other, unique); });
  });
}

std::string whole_of(const Table& partition, const schema::PrimaryKey& key, const Schema& schema) {
  return in_whole(partition, schema, [&](const Table& whole) {
    const bool same = whole.primary_key && same_key(*whole.primary_key, key);
    return same ? whole.primary_key->name : std::string();
  });
}

}  // namespace covet::postgresql
