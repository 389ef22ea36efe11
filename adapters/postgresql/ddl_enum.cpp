#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/ddl_column.h"
#include "adapters/postgresql/ddl_family.h"
#include "adapters/postgresql/ddl_index.h"
#include "adapters/postgresql/ddl_keys.h"
#include "adapters/postgresql/ddl_rights.h"
#include "adapters/postgresql/ddl_type.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/domain_text.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/type_text.h"
#include "core/base/strings.h"
#include "schema/rename_labels.h"

namespace covet::postgresql {

using schema::Column;
using schema::EnumType;
using schema::Table;
using schema::TableName;

namespace {

std::string create_enum_sql(const EnumType& type) {
  std::vector<std::string> values;
  for (const std::string& value : type.values)
    values.push_back(quote_text(value));
  return fmt::format("CREATE TYPE {} AS ENUM ({})", quote(type.name), join(values, ", "));
}

void comment_on(const EnumType& type, Render& render) {
  render.say(fmt::format("COMMENT ON TYPE {} IS {}", quote(type.name),
                         type.comment.empty() ? "NULL" : quote_text(type.comment)));
}

void finish(const EnumType& type, Render& render) {
  if (!type.comment.empty()) comment_on(type, render);
  give_rights(type, render);
  if (!type.rights.empty()) return;
  for (const std::string& statement : type.keep)
    render.say(statement);
}

bool is_subsequence(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  auto next = part.begin();
  for (const std::string& value : whole) {
    if (next != part.end() && *next == value) ++next;
  }
  return next == part.end();
}

void add_values(const std::vector<std::string>& have, const EnumType& to, Render& render) {
  for (std::size_t i = 0; i < to.values.size(); ++i) {
    if (std::ranges::find(have, to.values[i]) != have.end()) continue;
    std::string sql =
        fmt::format("ALTER TYPE {} ADD VALUE {}", quote(to.name), quote_text(to.values[i]));
    if (i > 0) {
      sql += " AFTER " + quote_text(to.values[i - 1]);
    } else if (!have.empty()) {
      sql += " BEFORE " + quote_text(have.front());
    }
    render.say(std::move(sql));
  }
}

bool names_column(const schema::IndexKey& key, const std::string& column) {
  return !key.sql.empty() && mentions(key.sql, column);
}

/// Indexes and checks that compare the column with a constant of the old type.
struct Obstacles {
  std::vector<const schema::Index*> indexes;
  std::vector<const schema::Check*> checks;
};

Obstacles obstacles_of(const Table& table, const std::string& column) {
  Obstacles found;
  for (const schema::Index& index : table.indexes) {
    const bool in_keys = std::ranges::any_of(
        index.keys, [&](const schema::IndexKey& key) { return names_column(key, column); });
    if (in_keys || mentions(index.where, column)) found.indexes.push_back(&index);
  }
  for (const schema::Check& check : table.checks) {
    if (mentions(check.sql, column)) found.checks.push_back(&check);
  }
  return found;
}

bool is_of(const Column& column, const std::string& type) {
  return parse_type(column.type).base == type;
}

void drop_obstacles(const Table& table, const std::string& column, Render& render) {
  const Obstacles obstacles = obstacles_of(table, column);
  for (const schema::Index* index : obstacles.indexes)
    drop_index(table.name, *index, render);
  for (const schema::Check* check : obstacles.checks)
    drop_check(table.name, *check, render);
}

void restore_obstacles(const Table& table, const std::string& column, Render& render) {
  const Obstacles obstacles = obstacles_of(table, column);
  for (const schema::Check* check : obstacles.checks)
    add_check(table.name, *check, render);
  for (const schema::Index* index : obstacles.indexes)
    add_index(table.name, *index, render);
}

void restore_default(const Table& table, const Column& column, Render& render) {
  if (!column.default_sql) return;
  render.say(
      fmt::format("{} SET DEFAULT {}", alter_column(table.name, column.name), *column.default_sql));
}

/// With its children, whose column it is too.
void move_column(const Table& table, const Column& column, std::string_view through,
                 Render& render) {
  std::vector<const Table*> family = descendants_of(table.name, render.before);
  std::erase_if(family, [&](const Table* child) { return !child->find_column(column.name); });
  for (const Table* child : family)
    drop_obstacles(*child, column.name, render);
  drop_obstacles(table, column.name, render);
  const std::vector<const Column*> computed = drop_computed(table, column.name, render);
  const std::string prefix = alter_column(table.name, column.name);
  if (column.default_sql || !family.empty()) render.say(prefix + " DROP DEFAULT");
  const std::string array = parse_type(column.type).array && !through.empty() ? "[]" : "";
  render.say(fmt::format("{} TYPE {} USING {}{}{}::{}", prefix, column.type, quote(column.name),
                         through, array, column.type));
  restore_default(table, column, render);
  for (const Table* child : family)
    restore_default(*child, *child->find_column(column.name), render);
  restore_obstacles(table, column.name, render);
  restore_computed(table, computed, render);
  for (const Table* child : family)
    restore_obstacles(*child, column.name, render);
}

/// Foreign keys between columns of a type, which move one after the other.
std::vector<std::pair<TableName, schema::ForeignKey>> keys_of(const std::string& type,
                                                              const schema::Schema& schema) {
  std::vector<std::pair<TableName, schema::ForeignKey>> keys;
  for (const Table& table : schema.tables) {
    for (const schema::ForeignKey& key : table.foreign_keys) {
      const bool moves = std::ranges::any_of(key.columns, [&](const std::string& name) {
        const Column* column = table.find_column(name);
        return column != nullptr && is_of(*column, type);
      });
      if (moves && !inherits_key(table, key, schema)) keys.emplace_back(table.name, key);
    }
  }
  return keys;
}

/// A domain's base can't change: a new one takes its place as well.
void rebuild_domains(const std::string& type, Render& render) {
  for (const schema::Object& object : render.before.objects) {
    if (object.kind != "domain" || parse_type(parse_domain(object.sql).base).base != type) continue;
    const TableName aside = set_aside_name(object.name);
    render.say(fmt::format("ALTER DOMAIN {} RENAME TO {}", quote(object.name), quote(aside.name)));
    create_object(object, render);
    move_columns(object.name, "::text", render);
    render.say("DROP DOMAIN " + quote(aside));
  }
}

/// The server can't take a value away, nor change the order: a new type takes the old one's place.
void rebuild(const schema::AlterEnum& change, Render& render) {
  const TableName aside = set_aside_name(change.from.name);
  render.say(fmt::format("ALTER TYPE {} RENAME TO {}", quote(change.from.name), quote(aside.name)));
  render.say(create_enum_sql(change.to));
  const std::string type = spell_name(change.from.name);
  const auto keys = keys_of(type, render.before);
  for (const auto& [table, key] : keys)
    drop_foreign_key(table, key, render);
  rebuild_domains(type, render);
  move_columns(change.from.name, "::text", render);
  for (const auto& [table, key] : keys)
    add_foreign_key(table, key, render);
  render.say("DROP TYPE " + quote(aside));
  finish(change.to, render);
}

}  // namespace

TableName set_aside_name(const TableName& name) {
  constexpr std::string_view suffix = "__old";
  constexpr std::size_t room = 63 - suffix.size();
  return {name.schema, name.name.substr(0, room) + std::string(suffix)};
}

void create_enum(const EnumType& type, Render& render) {
  ensure_namespace(type.name, render);
  render.say(create_enum_sql(type));
  finish(type, render);
}

void alter_enum(const schema::AlterEnum& change, Render& render) {
  std::vector<std::string> values = change.from.values;
  for (const auto& [from, to] : change.renamed) {
    render.say(fmt::format("ALTER TYPE {} RENAME VALUE {} TO {}", quote(change.to.name),
                           quote_text(from), quote_text(to)));
    std::ranges::replace(values, from, to);
  }
  if (values != change.to.values && !is_subsequence(values, change.to.values)) {
    // What speaks of the values speaks of the renamed ones by now.
    schema::Schema before = render.before;
    rename_labels(before, change);
    Render renamed{.before = before, .after = render.after, .major = render.major};
    rebuild(change, renamed);
    std::ranges::move(renamed.out.statements, std::back_inserter(render.out.statements));
    std::ranges::move(renamed.out.notes, std::back_inserter(render.out.notes));
    return;
  }
  add_values(values, change.to, render);
  if (change.from.comment != change.to.comment) comment_on(change.to, render);
}

void rename_value(const schema::RenameValue& change, Render& render) {
  const Table* const table = render.before.find_table(change.table);
  const Column* const column = table == nullptr ? nullptr : table->find_column(change.column);
  const std::string type = column == nullptr ? std::string() : parse_type(column->type).base;
  const bool follows = std::ranges::any_of(
      render.before.enums, [&](const EnumType& known) { return spell_name(known.name) == type; });
  if (follows) return;
  const std::string name = quote(change.column);
  render.say(fmt::format("UPDATE {} SET {} = {} WHERE {} = {}", quote(change.table), name,
                         quote_text(change.to), name, quote_text(change.from)));
}

void move_columns(const TableName& old, std::string_view through, Render& render) {
  const std::string type = spell_name(old);
  for (const Table& table : render.before.tables) {
    for (const Column& column : table.columns) {
      if (!is_of(column, type)) continue;
      if (inherited(render.before, table.name, column.name)) continue;
      move_column(table, column, through, render);
    }
  }
}

}  // namespace covet::postgresql
