#include "adapters/postgresql/children.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "adapters/postgresql/ddl_family.h"
#include "core/base/strings.h"
#include "schema/order_family.h"

namespace covet::postgresql {

using schema::Column;
using schema::Schema;
using schema::Table;

namespace {

/// Those with parents, ancestors first.
std::vector<Table*> children_in_order(Schema& schema) {
  std::vector<std::pair<int, Table*>> found;
  for (Table& table : schema.tables) {
    const int depth = parents_of(table).empty() ? 0 : schema::depth_of(table.name, schema);
    if (depth > 0) found.emplace_back(depth, &table);
  }
  std::ranges::stable_sort(found, {}, &std::pair<int, Table*>::first);
  std::vector<Table*> children;
  for (const auto& [depth, table] : found)
    children.push_back(table);
  return children;
}

bool keeps_not_null(const Column& column) {
  return column.options.contains("not_null_no_inherit");
}

/// As a child has it from its parent.
Column handed_down(Column column) {
  column.identity.reset();
  column.comment.clear();
  column.nullable = column.nullable || keeps_not_null(column);
  column.options.clear();
  return column;
}

/// In front of the child's own columns.
void complete_columns(Table& child, const Table& parent, std::size_t& at) {
  for (const Column& column : parent.columns) {
    const auto own = std::ranges::find(child.columns, column.name, &Column::name);
    if (own != child.columns.end()) {
      own->nullable = own->nullable && (column.nullable || keeps_not_null(column));
      continue;
    }
    child.columns.insert(child.columns.begin() + static_cast<std::ptrdiff_t>(at),
                         handed_down(column));
    ++at;
  }
}

void complete_checks(Table& child, const Table& parent) {
  for (const schema::Check& check : parent.checks) {
    if (check.no_inherit ||
        std::ranges::find(child.checks, check.name, &schema::Check::name) != child.checks.end()) {
      continue;
    }
    child.checks.push_back(check);
    child.checks.back().comment.clear();
    child.checks.back().options.clear();
  }
}

template <class Thing, class Same>
bool has(const std::vector<Thing>& things, const Same& same) {
  return std::ranges::any_of(things, same);
}

/// Adds a part of each of the parent's `things` that the child lacks. One that the server's parent
/// has, and the server's child has not, is lacking for a reason.
template <class Thing, class Same, class Name>
void complete_parts(Table& child, const Table& parent, const Table* live_child,
                    const Table* live_parent, std::vector<Thing> Table::*things, const Same& same,
                    const Name& name) {
  for (const Thing& whole : parent.*things) {
    const auto equals = [&](const Thing& other) { return same(other, whole); };
    if (has(child.*things, equals)) continue;
    Thing part = whole;
    part.name = name(whole);
    part.comment.clear();
    if (live_child != nullptr) {
      const auto known = std::ranges::find_if(live_child->*things, equals);
      if (known != (live_child->*things).end()) {
        part = *known;
      } else if (live_parent != nullptr && is_partition(*live_child) &&
                 has(live_parent->*things, equals)) {
        continue;
      }
    }
    (child.*things).push_back(std::move(part));
  }
}

/// What the server calls an expression in the name of an index: a call by its function.
std::string word_of(const std::string& sql) {
  const std::size_t open = sql.find('(');
  const bool call = open != 0 && open != std::string::npos &&
                    std::all_of(sql.begin(), sql.begin() + static_cast<std::ptrdiff_t>(open),
                                [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
  return call && sql.ends_with(')') ? to_lower(sql.substr(0, open)) : "expr";
}

std::vector<std::string> words_of_keys(const schema::Index& index) {
  std::vector<std::string> columns;
  for (const schema::IndexKey& key : index.keys)
    columns.push_back(key.column.empty() ? word_of(key.sql) : key.column);
  return columns;
}

void complete_partition(Table& child, const Table& parent, const Schema& live) {
  const Table* live_child = live.find_table(child.name);
  const Table* live_parent = live.find_table(parent.name);
  const auto named = [&](const std::vector<std::string>& columns, const char* suffix) {
    return schema::generated_name(child.name.name, columns, suffix);
  };
  if (parent.primary_key && !child.primary_key) {
    child.primary_key = parent.primary_key;
    child.primary_key->name = named({}, "pkey");
    child.primary_key->comment.clear();
    if (live_child != nullptr && live_child->primary_key &&
        same_key(*live_child->primary_key, *parent.primary_key)) {
      child.primary_key = live_child->primary_key;
    }
  }
  complete_parts(child, parent, live_child, live_parent, &Table::uniques, same_unique,
                 [&](const schema::Unique& whole) { return named(whole.columns, "key"); });
  complete_parts(child, parent, live_child, live_parent, &Table::indexes, same_index,
                 [&](const schema::Index& whole) { return named(words_of_keys(whole), "idx"); });
  const auto same_reference = [](schema::ForeignKey a, const schema::ForeignKey& b) {
    a.name = b.name;
    a.comment = b.comment;
    return a == b;
  };
  complete_parts(child, parent, live_child, live_parent, &Table::foreign_keys, same_reference,
                 [](const schema::ForeignKey& whole) { return whole.name; });
}

}  // namespace

void complete_columns_of_children(Schema& wanted) {
  for (Table* child : children_in_order(wanted)) {
    std::size_t at = 0;
    for (const schema::TableName& name : parents_of(*child)) {
      if (const Table* parent = wanted.find_table(name)) complete_columns(*child, *parent, at);
    }
  }
}

void complete_children(Schema& wanted, const Schema& live) {
  for (Table* child : children_in_order(wanted)) {
    for (const schema::TableName& name : parents_of(*child)) {
      const Table* parent = wanted.find_table(name);
      if (parent == nullptr) continue;
      complete_checks(*child, *parent);
      if (is_partition(*child)) complete_partition(*child, *parent, live);
    }
  }
}

}  // namespace covet::postgresql
