#include "adapters/postgresql/ddl_index.h"

#include <algorithm>

#include <fmt/core.h>

#include "adapters/postgresql/ddl_family.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "core/base/strings.h"

namespace covet::postgresql {

using schema::Table;
using schema::TableName;

namespace {

std::string key_clause(const schema::IndexKey& key) {
  std::string clause = key.sql.empty() ? quote(key.column) : "(" + key.sql + ")";
  if (!key.collation.empty()) clause += " COLLATE " + quote_collation(key.collation);
  if (!key.opclass.empty()) clause += " " + key.opclass;
  if (key.descending) clause += " DESC";
  if (!key.nulls.empty()) clause += key.nulls == "first" ? " NULLS FIRST" : " NULLS LAST";
  return clause;
}

TableName beside(const TableName& table, const std::string& index) {
  return {table.schema, index};
}

void attach(const TableName& whole_table, const std::string& whole, const TableName& part_table,
            const std::string& part, Render& render) {
  render.say(fmt::format("ALTER INDEX {} ATTACH PARTITION {}", quote(beside(whole_table, whole)),
                         quote(beside(part_table, part))));
}

template <class Thing>
void attach_to_whole(const TableName& table, const Thing& thing, Render& render) {
  const Table* owner = render.before.find_table(table);
  if (owner == nullptr || !is_partition(*owner)) return;
  const std::string whole = whole_of(*owner, thing, render.before);
  if (!whole.empty()) attach(parents_of(*owner).front(), whole, table, thing.name, render);
}

/// `find(child)` is the name of the child's part, or "".
template <class Find>
void attach_children(const TableName& table, const std::string& whole, Find find, Render& render) {
  const Table* owner = render.before.find_table(table);
  if (owner == nullptr || !is_partitioned(*owner)) return;
  for (const Table* child : children_of(table, render.before)) {
    const std::string part = find(*child);
    if (!part.empty()) attach(table, whole, child->name, part, render);
  }
}

/// "2 = 500, 3 = 100": the statistics target of a key by its position.
void set_statistics(const TableName& index, const std::string& targets, Render& render) {
  for (const std::string& one : split(targets, ',')) {
    const std::size_t equals = one.find('=');
    if (equals == std::string::npos) continue;
    render.say(fmt::format("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}", quote(index),
                           trim(one.substr(0, equals)), trim(one.substr(equals + 1))));
  }
}

/// What CREATE INDEX CONCURRENTLY left over bears the name.
void clear_away_invalid(const TableName& index, Render& render) {
  const bool there =
      std::ranges::any_of(render.before.unmanaged, [&](const schema::Object& object) {
        return object.kind == "invalid index" && object.name == index;
      });
  if (there) render.say("DROP INDEX " + quote(index));
}

}  // namespace

void add_index(const TableName& table, const schema::Index& index, Render& render) {
  const TableName own = beside(table, index.name);
  clear_away_invalid(own, render);
  const Table* owner = render.after.find_table(table);
  const bool only = owner != nullptr && is_partitioned(*owner);
  std::string sql = fmt::format("CREATE {}INDEX {} ON {}{}", index.unique ? "UNIQUE " : "",
                                quote(index.name), only ? "ONLY " : "", quote(table));
  if (!index.method.empty()) sql += " USING " + quote(index.method);
  std::string keys;
  for (const schema::IndexKey& key : index.keys) {
    keys += (keys.empty() ? "" : ", ") + key_clause(key);
  }
  sql += fmt::format(" ({})", keys);
  if (!index.include.empty()) sql += fmt::format(" INCLUDE ({})", quote_list(index.include));
  if (index.nulls_not_distinct) sql += " NULLS NOT DISTINCT";
  if (const std::string storage = option(index.options, "with"); !storage.empty()) {
    sql += fmt::format(" WITH ({})", storage);
  }
  if (const std::string space = option(index.options, "tablespace"); !space.empty()) {
    sql += " TABLESPACE " + quote(space);
  }
  if (!index.where.empty()) sql += fmt::format(" WHERE {}", index.where);
  render.say(std::move(sql));
  set_statistics(own, option(index.options, "statistics"), render);
  if (!index.comment.empty()) {
    render.say(fmt::format("COMMENT ON INDEX {} IS {}", quote(own), quote_text(index.comment)));
  }
  finish_index(table, index.name, render);
  attach_parts(table, index, render);
}

void finish_index(const TableName& table, const std::string& index, Render& render) {
  const Table* owner = render.before.find_table(table);
  if (owner == nullptr) return;
  if (option(owner->options, "cluster_on") == index) {
    render.say(fmt::format("ALTER TABLE {} CLUSTER ON {}", quote(table), quote(index)));
  }
  const std::string identity = option(owner->options, "replica_identity");
  if (identity == "using index " + spell_name(index)) {
    render.say(
        fmt::format("ALTER TABLE {} REPLICA IDENTITY USING INDEX {}", quote(table), quote(index)));
  }
}

void attach_parts(const TableName& table, const schema::Index& index, Render& render) {
  attach_to_whole(table, index, render);
  const auto part = [&](const Table& child) {
    const auto found = std::ranges::find_if(
        child.indexes, [&](const schema::Index& other) { return same_index(other, index); });
    return found == child.indexes.end() ? std::string() : found->name;
  };
  attach_children(table, index.name, part, render);
}

void attach_parts(const TableName& table, const schema::Unique& unique, Render& render) {
  attach_to_whole(table, unique, render);
  const auto part = [&](const Table& child) {
    const auto found = std::ranges::find_if(
        child.uniques, [&](const schema::Unique& other) { return same_unique(other, unique); });
    return found == child.uniques.end() ? std::string() : found->name;
  };
  attach_children(table, unique.name, part, render);
}

void attach_parts(const TableName& table, const schema::PrimaryKey& key, Render& render) {
  attach_to_whole(table, key, render);
  const auto part = [&](const Table& child) {
    const bool same = child.primary_key && same_key(*child.primary_key, key);
    return same ? child.primary_key->name : std::string();
  };
  attach_children(table, key.name, part, render);
}

void drop_index(const TableName& table, const schema::Index& index, Render& render) {
  const Table* before = render.before.find_table(table);
  const bool part = before != nullptr && is_partition(*before);
  // It goes with the index that it is a part of.
  if (part && !whole_of(*before, index, render.before).empty()) return;
  render.say(
      fmt::format("DROP INDEX {}{}", part ? "IF EXISTS " : "", quote(beside(table, index.name))));
  const auto find = [&](const Table& one) {
    return std::ranges::find_if(one.indexes,
                                [&](const auto& other) { return same_index(other, index); });
  };
  const auto has = [&](const Table& one) { return find(one) != one.indexes.end(); };
  restore_parts(table, render, has, [&](const Table& child, Render& apart) {
    if (has(child)) add_index(child.name, *find(child), apart);
  });
}

}  // namespace covet::postgresql
