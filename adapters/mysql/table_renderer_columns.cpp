#include <algorithm>

#include <fmt/core.h>

#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/table_renderer.h"
#include "adapters/mysql/type_text.h"
#include "core/base/error.h"
#include "core/base/strings.h"
#include "schema/rename_in_sql.h"

namespace covet::mysql {

using schema::AddColumn;
using schema::AlterColumn;
using schema::AlterTable;
using schema::Column;
using schema::DropColumn;
using schema::Generated;
using schema::Index;
using schema::IndexKey;
using schema::RenameColumn;
using schema::RenameValue;
using schema::Table;
using schema::Unique;

/// Columns without a collation of their own have the table's, so they go along; CONVERT TO would
/// take the others too, and make TEXT columns longer.
void TableRenderer::convert(const AlterTable& c) {
  const auto collation = [](const std::map<std::string, std::string>& options) {
    const auto found = options.find("collation");
    return found == options.end() ? std::string() : found->second;
  };
  const std::string to = collation(c.options_to);
  if (collation(c.options_from) == to) return;
  batch_.add(to.empty() ? "DEFAULT CHARACTER SET utf8mb4"
                        : fmt::format("DEFAULT CHARACTER SET {} COLLATE {}", charset_of(to), to));
  for (const Column& column : table().columns) {
    if (column.collation.empty() && is_character_type(parse_type(column.type))) {
      batch_.modify(column.name);
    }
  }
}

void TableRenderer::operator()(const AddColumn& c) {
  const bool filled =
      c.column.nullable || c.column.default_sql || c.column.generated || c.column.identity;
  if (!filled && flavor_.mariadb() && parse_type(c.column.type).base == "json") {
    return add_json(c);
  }
  follow(c.table, c);
  batch_.add_column(c.column.name);
  if (filled) return;
  out_.notes.push_back(fmt::format(
      "existing rows of {} get 0, '' or their like in {}, which is not null and has no default",
      c.table.display(), c.column.name));
}

/// MariaDB's own filler is '', which its check of JSON refuses.
void TableRenderer::add_json(const AddColumn& c) {
  Column filled = c.column;
  filled.default_sql = "'{}'";
  follow(c.table, AddColumn{c.table, filled, c.position});
  batch_.add_column(filled.name);
  flush();
  follow(c.table, AlterColumn{c.table, filled, c.column});
  batch_.add(fmt::format("ALTER COLUMN {} DROP DEFAULT", dialect().quote(filled.name)));
  out_.notes.push_back(
      fmt::format("existing rows of {} get {{}} in {}, which is not null and has no default",
                  c.table.display(), filled.name));
}

void TableRenderer::operator()(const DropColumn& c) {
  modify_generated(c);
  batch_.drop_column(c.column.name);
}

/// One may compute with another that computes with it.
void TableRenderer::modify_generated(const DropColumn& c) {
  begin(c.table);
  const Table before = table();
  follow(c.table, c);
  if (flavor_.drops_beneath_generated()) return;
  const Table* old = before_.find_table(c.table);
  const auto computes = [&](const Table& owner) {
    return std::ranges::any_of(owner.columns, [&](const Column& column) {
      return column.generated && schema::names_in_sql(column.generated->sql, c.column.name);
    });
  };
  if (!computes(before) && (old == nullptr || !computes(*old))) return;
  for (const Column& column : table().columns) {
    if (column.generated) batch_.modify(column.name);
  }
}

void TableRenderer::put_off_random_defaults() {
  if (!batch_.adds_columns()) return;
  Table plain = table();
  std::vector<std::string> set, columns;
  bool fills = false;
  for (Column& column : plain.columns) {
    const std::string name = dialect().quote(column.name);
    // What is filled in is no change of the row.
    if (!column.on_update_sql.empty()) set.push_back(name + " = " + name);
    if (!batch_.defines(column.name) || !has_random_default(column)) continue;
    columns.push_back(column.name);
    if (batch_.adds(column.name)) {
      set.push_back(name + " = " + *column.default_sql);
      column.nullable = true;
      fills = true;
    }
    column.default_sql.reset();
  }
  if (columns.empty()) return;
  out_.statements.push_back(batch_.statement(plain));
  if (fills) {
    out_.statements.push_back(
        fmt::format("UPDATE {} SET {}", quoted_name(plain.name), join(set, ", ")));
  }
  for (const std::string& column : columns)
    batch_.modify(column);
}

void TableRenderer::operator()(const AlterColumn& c) {
  const auto is_virtual = [](const Column& column) {
    return column.generated && !column.generated->stored;
  };
  const bool to_generated = c.to.generated.has_value();
  const bool from_generated = c.from.generated.has_value();
  // What is computed when read has no place in the rows that MODIFY could turn it into.
  const bool other_kind =
      is_virtual(c.from) != is_virtual(c.to) ||
      (from_generated && to_generated && c.from.generated->stored != c.to.generated->stored);
  if (!other_kind) {
    follow(c.table, c);
    batch_.modify(c.to.name);
    return;
  }
  flush();
  if (is_virtual(c.from) && !to_generated) {
    Column stored = c.to;
    stored.default_sql.reset();
    stored.on_update_sql.clear();
    stored.generated = Generated{c.from.generated->sql, true};
    if (flavor_.mariadb()) stored.nullable = true;
    follow(c.table, AlterColumn{c.table, c.from, stored});
    recreate(stored);
    flush();
    follow(c.table, AlterColumn{c.table, stored, c.to});
    batch_.modify(c.to.name);
    return;
  }
  follow(c.table, c);
  recreate(c.to);
  if (!from_generated) {
    out_.notes.push_back(fmt::format("the values of {}.{} are dropped: it is computed from now on",
                                     c.table.display(), c.to.name));
  }
}

/// Drops the column and adds it again where it was, with the keys it is in.
void TableRenderer::recreate(const Column& column) {
  std::vector<std::string> ends = drop_keys_of(column.name);
  take_along(column.name, ends);
  batch_.drop_column(column.name);
  batch_.add_column(column.name);
  for (std::string& end : ends)
    batch_.add(std::move(end));
  // What comes next may be about what was taken along.
  flush();
}

void TableRenderer::take_along(const std::string& column, std::vector<std::string>& ends) {
  const auto named = [&](const std::string& sql) { return schema::names_in_sql(sql, column); };
  for (const schema::Check& check : table().checks) {
    if (!named(check.sql) || is_column_check(check, table(), flavor_)) continue;
    batch_.add((flavor_.mariadb() ? "DROP CONSTRAINT " : "DROP CHECK ") +
               dialect().quote(check.name));
    ends.push_back("ADD " + check_clause(check, flavor_));
  }
  for (const Index& index : table().indexes) {
    const bool uses = std::ranges::any_of(
        index.keys, [&](const IndexKey& key) { return !key.sql.empty() && named(key.sql); });
    if (!uses || batch_.drops_key(index.name)) continue;
    batch_.drop_key(index.name);
    ends.push_back("ADD " + index_clause(index, flavor_));
  }
  if (flavor_.drops_beneath_generated()) return;
  const bool computed = std::ranges::any_of(table().columns, [&](const Column& other) {
    return other.generated && named(other.generated->sql);
  });
  for (const Column& other : table().columns) {
    const bool by_default = other.default_sql && named(*other.default_sql);
    if (other.name != column && (by_default || (computed && other.generated)))
      batch_.modify(other.name);
  }
}

std::vector<std::string> TableRenderer::drop_keys_of(const std::string& column) {
  const auto has = [&](const std::vector<std::string>& columns) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  };
  std::vector<std::string> keys;
  const auto drop = [&](const std::string& name, std::string add) {
    if (batch_.drops_key(name)) return;
    batch_.drop_key(name);
    keys.push_back("ADD " + std::move(add));
  };
  for (const Unique& unique : table().uniques) {
    if (has(unique.columns)) drop(unique.name, unique_clause(unique, flavor_));
  }
  for (const Index& index : table().indexes) {
    const bool uses = std::any_of(index.keys.begin(), index.keys.end(),
                                  [&](const IndexKey& key) { return key.column == column; });
    if (uses) drop(index.name, index_clause(index, flavor_));
  }
  return keys;
}

void TableRenderer::operator()(const RenameColumn& c) {
  // Alone: beside other clauses the server may want to copy the table, and then refuses.
  flush();
  if (!flavor_.renames_in_expressions()) return rename_in_expressions(c);
  follow(c.table, c);
  batch_.add(fmt::format("RENAME COLUMN {} TO {}", dialect().quote(c.from), dialect().quote(c.to)));
  flush();
}

/// The type takes both values while the rows change over; what the column becomes comes behind.
void TableRenderer::operator()(const RenameValue& c) {
  follow(c.table, c);
  const Column now = *table().find_column(c.column);
  if (now.type.starts_with("enum(")) {
    Column both = now;
    both.type.insert(both.type.rfind(')'), "," + quoted_text(c.to));
    follow(c.table, AlterColumn{c.table, now, both});
    batch_.modify(c.column);
  }
  say(fmt::format("UPDATE {0} SET {1} = {2} WHERE {1} = {3}", quoted_name(c.table),
                  dialect().quote(c.column), quoted_text(c.to), quoted_text(c.from)));
}

}  // namespace covet::mysql
