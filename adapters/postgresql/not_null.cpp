#include "adapters/postgresql/not_null.h"

#include <fmt/core.h>

#include "adapters/postgresql/ddl_column.h"
#include "adapters/postgresql/ddl_family.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/sequence_sql.h"

namespace covet::postgresql {

using schema::Column;
using schema::Table;
using schema::TableName;

namespace {

constexpr int major_with_names = 18;

bool is_unchecked(const Column& column) {
  return column.options.contains("not_null_not_valid");
}
bool stays_here(const Column& column) {
  return column.options.contains("not_null_no_inherit");
}

std::string name_of(const TableName& table, const Column& column) {
  const std::string own = option(column.options, "not_null");
  return own.empty() ? usual_not_null(table.name, column.name) : own;
}

void rename(const TableName& table, const std::string& from, const std::string& to,
            Render& render) {
  if (from == to) return;
  render.say(fmt::format("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", quote(table), quote(from),
                         quote(to)));
}

/// A name of the parent's own may be another one in each child, and a child's follows its parent:
/// then the server can't rename it, and no one misses that.
bool can_follow(const Table& table, const Column& column, const Render& render) {
  if (render.major < major_with_names || column.nullable) return false;
  if (column.options.contains("not_null")) return false;
  if (!children_of(table.name, render.before).empty()) return false;
  const Column* parent = parent_column(table, column.name, render.before);
  return parent == nullptr || parent->nullable;
}

}  // namespace

std::string usual_not_null(const std::string& table, const std::string& column) {
  return usual_name(table, column, "not_null");
}

std::string not_null_clause(const Column& column) {
  if (column.nullable || is_unchecked(column)) return {};
  const std::string name = option(column.options, "not_null");
  return (name.empty() ? "" : " CONSTRAINT " + quote(name)) + " NOT NULL" +
         (stays_here(column) ? " NO INHERIT" : "");
}

void add_not_null(const TableName& table, const Column& column, Render& render) {
  if (column.nullable) return;
  const std::string name = option(column.options, "not_null");
  if (name.empty() && !is_unchecked(column) && !stays_here(column)) {
    return render.say(alter_column(table, column.name) + " SET NOT NULL");
  }
  render.say(fmt::format("ALTER TABLE {} ADD {}NOT NULL {}{}{}", quote(table),
                         name.empty() ? "" : "CONSTRAINT " + quote(name) + " ", quote(column.name),
                         stays_here(column) ? " NO INHERIT" : "",
                         is_unchecked(column) ? " NOT VALID" : ""));
}

void finish_not_null(const TableName& table, const Column& column, Render& render) {
  if (is_unchecked(column)) add_not_null(table, column, render);
}

void change_not_null(const TableName& table, const Column& from, const Column& to, Render& render) {
  if (from.nullable || to.nullable) return;
  if (is_unchecked(to) && !is_unchecked(from)) {
    render.say(fmt::format("{} DROP NOT NULL", alter_column(table, to.name)));
    return add_not_null(table, to, render);
  }
  rename(table, name_of(table, from), name_of(table, to), render);
  if (stays_here(from) != stays_here(to)) {
    render.say(fmt::format("ALTER TABLE {} ALTER CONSTRAINT {} {}", quote(table),
                           quote(name_of(table, to)), stays_here(to) ? "NO INHERIT" : "INHERIT"));
  }
  if (is_unchecked(from) && !is_unchecked(to)) {
    render.say(fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", quote(table),
                           quote(name_of(table, to))));
  }
}

void follow_table(const Table& before, const TableName& now, Render& render) {
  for (const Column& column : before.columns) {
    if (can_follow(before, column, render)) {
      rename(now, usual_not_null(before.name.name, column.name),
             usual_not_null(now.name, column.name), render);
    }
  }
}

void follow_column(const Table& before, const Column& column, const std::string& now,
                   Render& render) {
  if (can_follow(before, column, render)) {
    rename(before.name, usual_not_null(before.name.name, column.name),
           usual_not_null(before.name.name, now), render);
  }
}

void take_not_null_names(Table& wanted, const Table& live) {
  for (Column& column : wanted.columns) {
    const Column* other = live.find_column(column.name);
    const bool named = other != nullptr && !other->nullable && other->options.contains("not_null");
    const auto own = column.options.find("not_null");
    if (own == column.options.end()) {
      if (named && !column.nullable) column.options["not_null"] = other->options.at("not_null");
    } else if (own->second == usual_not_null(wanted.name.name, column.name)) {
      column.options.erase(own);
    }
  }
}

}  // namespace covet::postgresql
