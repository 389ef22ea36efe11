#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "adapters/postgresql/ddl_column.h"
#include "adapters/postgresql/ddl_family.h"
#include "adapters/postgresql/ddl_index.h"
#include "adapters/postgresql/ddl_keys.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/type_text.h"
#include "core/base/contains.h"

namespace covet::postgresql {

using schema::Column;
using schema::Table;

namespace {

bool one_of(std::string_view base, std::initializer_list<std::string_view> bases) {
  return std::ranges::find(bases, base) != bases.end();
}
bool is_text(std::string_view base) {
  return one_of(base, {"character varying", "character", "text"});
}
bool is_number(std::string_view base) {
  return one_of(base, {"smallint", "integer", "bigint", "numeric", "real", "double precision"});
}
bool is_time(std::string_view base) {
  return one_of(base, {"date", "timestamp with time zone", "timestamp without time zone"});
}

/// The server converts by itself on assignment. Then it refuses what doesn't fit; an explicit cast
/// would cut it.
bool assigns(const TypeText& from, const TypeText& to) {
  if (from.array != to.array) return false;
  if (from.base == to.base || is_text(to.base)) return true;
  return (is_number(from.base) && is_number(to.base)) || (is_time(from.base) && is_time(to.base));
}

bool is_enum(const schema::Schema& schema, const std::string& base) {
  return std::ranges::any_of(
      schema.enums, [&](const schema::EnumType& type) { return spell_name(type.name) == base; });
}

std::string using_clause(const Column& from, const Column& to, const Render& render) {
  const TypeText before = parse_type(from.type);
  const TypeText after = parse_type(to.type);
  if (assigns(before, after)) return {};
  std::string value = quote(from.name);
  const bool through_text =
      is_enum(render.before, before.base) && is_enum(render.after, after.base);
  // Only integer has a cast from and to boolean.
  const bool through_integer = (before.base == "boolean" && is_number(after.base)) ||
                               (after.base == "boolean" && is_number(before.base));
  if (through_text) value += before.array ? "::text[]" : "::text";
  if (through_integer) value += "::integer";
  if (through_integer && after.base == "integer") return " USING " + value;
  if (after.array && !before.array) return fmt::format(" USING ARRAY[{}]::{}", value, to.type);
  return fmt::format(" USING {}::{}", value, to.type);
}

bool mentions_column(const schema::Index& index, const std::string& column) {
  const auto in_key = [&](const schema::IndexKey& key) {
    return key.column == column || (!key.sql.empty() && mentions(key.sql, column));
  };
  return std::ranges::any_of(index.keys, in_key) ||
         std::ranges::find(index.include, column) != index.include.end() ||
         (!index.where.empty() && mentions(index.where, column));
}

/// What DROP COLUMN took along, as the table is to have it.
void restore_around(const Table& before, const Table& after, const std::string& column,
                    Render& render) {
  if (after.primary_key && before.primary_key == after.primary_key &&
      contains(after.primary_key->columns, column)) {
    add_primary_key(after.name, *after.primary_key, render);
  }
  for (const schema::Unique& unique : before.uniques) {
    if (contains(unique.columns, column)) add_unique(after.name, unique, render);
  }
  for (const schema::Check& check : before.checks) {
    if (mentions(check.sql, column)) add_check(after.name, check, render);
  }
  for (const schema::ForeignKey& key : before.foreign_keys) {
    if (contains(key.columns, column)) add_foreign_key(after.name, key, render);
  }
  for (const schema::Index& index : before.indexes) {
    if (mentions_column(index, column)) add_index(after.name, index, render);
  }
}

/// Generated columns that are made of `column`: the server changes no type beneath one.
std::vector<const Column*> made_of(const Table& table, const std::string& column) {
  std::vector<const Column*> found;
  for (const Column& other : table.columns) {
    if (other.generated && other.name != column && mentions(other.generated->sql, column)) {
      found.push_back(&other);
    }
  }
  return found;
}

/// Of children whose default isn't the parent's.
void restore_defaults(const std::vector<const Table*>& children, const Column& from,
                      const Column& to, Render& render) {
  for (const Table* child : children) {
    const Column* own = child->find_column(to.name);
    if (own == nullptr || own->default_sql == from.default_sql ||
        own->default_sql == to.default_sql) {
      continue;
    }
    const std::string prefix = alter_column(child->name, own->name);
    render.say(own->default_sql ? fmt::format("{} SET DEFAULT {}", prefix, *own->default_sql)
                                : prefix + " DROP DEFAULT");
  }
}

}  // namespace

void change_type(const schema::AlterColumn& change, Render& render) {
  const Column& from = change.from;
  const Column& to = change.to;
  const std::string prefix = alter_column(change.table, to.name);
  const bool same_base = parse_type(from.type).base == parse_type(to.type).base;
  const bool default_stays = same_base && from.default_sql == to.default_sql;
  const Table* before = render.before.find_table(change.table);
  const std::vector<const Column*> computed =
      before != nullptr ? drop_computed(*before, from.name, render) : std::vector<const Column*>{};
  const std::vector<const Table*> children = descendants_of(change.table, render.before);
  // Reaches the children, whose defaults are in the way too.
  const bool drops_default = !default_stays && (from.default_sql || !children.empty());
  if (drops_default) render.say(prefix + " DROP DEFAULT");
  const std::string collate =
      to.collation.empty() ? "" : " COLLATE " + quote_collation(to.collation);
  render.say(
      fmt::format("{} TYPE {}{}{}", prefix, to.type, collate, using_clause(from, to, render)));
  if (to.default_sql && !default_stays) {
    render.say(fmt::format("{} SET DEFAULT {}", prefix, *to.default_sql));
  }
  if (drops_default) restore_defaults(children, from, to, render);
  if (before != nullptr) restore_computed(*before, computed, render);
}

std::vector<const Column*> drop_computed(const Table& table, const std::string& column,
                                         Render& render) {
  std::vector<const Column*> computed = made_of(table, column);
  for (const Column* one : computed)
    render.say(fmt::format("ALTER TABLE {} DROP COLUMN {}", quote(table.name), quote(one->name)));
  return computed;
}

void restore_computed(const Table& table, const std::vector<const Column*>& computed,
                      Render& render) {
  for (const Column* column : computed) {
    render.say(fmt::format("ALTER TABLE {} ADD COLUMN {}", quote(table.name),
                           column_definition(*column, table.name.schema)));
    finish_column(table.name, *column, render);
    restore_around(table, table, column->name, render);
    render.note(fmt::format("{}.{} is computed anew and comes at the end of the table",
                            table.name.display(), column->name));
  }
}

void replace_column(const schema::AlterColumn& change, Render& render) {
  const Column& to = change.to;
  render.say(fmt::format("ALTER TABLE {} DROP COLUMN {}", quote(change.table), quote(to.name)));
  render.say(fmt::format("ALTER TABLE {} ADD COLUMN {}", quote(change.table),
                         column_definition(to, change.table.schema)));
  finish_column(change.table, to, render);
  const Table* before = render.before.find_table(change.table);
  const Table* after = render.after.find_table(change.table);
  if (before != nullptr && after != nullptr) restore_around(*before, *after, to.name, render);
  for (const Table* child : descendants_of(change.table, render.before)) {
    const Column* own = child->find_column(to.name);
    if (own == nullptr) continue;
    finish_column(child->name, *own, render);
    restore_around(*child, *child, to.name, render);
  }
  render.note(fmt::format(
      "{}.{} is made anew and comes at the end of the table; its old values are not kept",
      change.table.display(), to.name));
}

}  // namespace covet::postgresql
