#include "adapters/postgresql/ddl_keys.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/ddl_family.h"
#include "adapters/postgresql/ddl_index.h"
#include "adapters/postgresql/dialect.h"

namespace covet::postgresql {

using schema::Deferrable;
using schema::Table;
using schema::TableName;

namespace {

std::string named(const std::string& name, std::string clause) {
  return name.empty() ? clause : fmt::format("CONSTRAINT {} {}", quote(name), clause);
}

std::string deferrable_clause(Deferrable deferrable) {
  switch (deferrable) {
    case Deferrable::no:
      return "";
    case Deferrable::deferrable:
      return " DEFERRABLE";
    case Deferrable::initially_deferred:
      return " DEFERRABLE INITIALLY DEFERRED";
  }
  return "";
}

void comment_on(const TableName& table, const std::string& constraint, const std::string& comment,
                Render& render) {
  render.say(fmt::format("COMMENT ON CONSTRAINT {} ON {} IS {}", quote(constraint), quote(table),
                         comment.empty() ? "NULL" : quote_text(comment)));
}

template <class Constraint>
void add(const TableName& table, const std::string& clause, const Constraint& constraint,
         Render& render) {
  const Table* before = render.before.find_table(table);
  if (before == nullptr || !comes_with_whole(*before, constraint, render.before)) {
    const std::string whole =
        is_temporal(constraint) ? "ALTER TABLE " + quote(table) : alter_only(table, render.after);
    render.say(fmt::format("{} ADD {}", whole, clause));
  }
  if (!constraint.comment.empty()) {
    comment_on(table, constraint.name, constraint.comment, render);
  }
}

template <class Key>
void comment_on_index(const TableName& table, const Key& key, Render& render) {
  const std::string comment = option(key.options, "index_comment");
  if (comment.empty()) return;
  render.say(fmt::format("COMMENT ON INDEX {} IS {}", quote(TableName{table.schema, key.name}),
                         quote_text(comment)));
}

/// `"a", "b" WITHOUT OVERLAPS`
std::string key_columns(const std::vector<std::string>& columns, const schema::Options& options) {
  return quote_list(columns) + (options.contains("without_overlaps") ? " WITHOUT OVERLAPS" : "");
}

/// `"a", PERIOD "b"`
std::string reference_columns(std::vector<std::string> columns, bool period) {
  if (!period) return quote_list(columns);
  const std::string last = "PERIOD " + quote(columns.back());
  columns.pop_back();
  return (columns.empty() ? "" : quote_list(columns) + ", ") + last;
}

std::string index_parameters(const schema::Options& options) {
  std::string clause;
  if (const std::string include = option(options, "include"); !include.empty()) {
    clause += fmt::format(" INCLUDE ({})", include);
  }
  if (const std::string storage = option(options, "with"); !storage.empty()) {
    clause += fmt::format(" WITH ({})", storage);
  }
  if (const std::string space = option(options, "tablespace"); !space.empty()) {
    clause += " USING INDEX TABLESPACE " + quote(space);
  }
  return clause;
}

/// A partition's key or check that its parent still has goes with the parent's.
void drop(const TableName& table, const std::string& name, bool comes_from_parent, Render& render) {
  if (comes_from_parent) return;
  const Table* before = render.before.find_table(table);
  const bool child = before != nullptr && !parents_of(*before).empty();
  render.say(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}{}", quote(table),
                         child ? "IF EXISTS " : "", quote(name)));
}

/// Children that had the check before their parent has it would keep it as their own.
void clear_way_in_children(const TableName& table, const schema::Check& check, Render& render) {
  if (check.no_inherit) return;
  for (const Table* child : descendants_of(table, render.before)) {
    const auto same = std::ranges::find(child->checks, check);
    if (is_partition(*child) || same == child->checks.end()) continue;
    render.say(
        fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", quote(child->name), quote(check.name)));
  }
}

/// An exclusion constraint stands on its table under the table's name.
TableName table_of_exclusion(const schema::Object& exclusion) {
  const std::string& home = exclusion.name.schema;
  const std::string prefix = home.empty() ? "" : home + ".";
  return {home, exclusion.table.substr(exclusion.table.starts_with(prefix) ? prefix.size() : 0)};
}

}  // namespace

std::string primary_key_clause(const schema::PrimaryKey& key) {
  std::string clause = fmt::format("PRIMARY KEY ({}){}", key_columns(key.columns, key.options),
                                   index_parameters(key.options));
  const std::string deferrable = option(key.options, "deferrable");
  if (!deferrable.empty()) {
    clause += deferrable_clause(deferrable == "deferred" ? Deferrable::initially_deferred
                                                         : Deferrable::deferrable);
  }
  return named(key.name, std::move(clause));
}

std::string unique_clause(const schema::Unique& unique) {
  return named(
      unique.name,
      fmt::format("UNIQUE {}({}){}{}", unique.nulls_not_distinct ? "NULLS NOT DISTINCT " : "",
                  key_columns(unique.columns, unique.options), index_parameters(unique.options),
                  deferrable_clause(unique.deferrable)));
}

std::string check_clause(const schema::Check& check) {
  return named(check.name,
               fmt::format("CHECK ({}){}{}{}", check.sql, check.no_inherit ? " NO INHERIT" : "",
                           check.enforced ? "" : " NOT ENFORCED", check.valid ? "" : " NOT VALID"));
}

std::string foreign_key_clause(const schema::ForeignKey& key) {
  const bool period = key.options.contains("period");
  std::string clause =
      fmt::format("FOREIGN KEY ({}) REFERENCES {} ({})", reference_columns(key.columns, period),
                  quote(key.target), reference_columns(key.target_columns, period));
  if (!key.match.empty()) clause += " MATCH " + key.match;
  if (key.on_delete != schema::RefAction::no_action) {
    clause += fmt::format(" ON DELETE {}", model::name_of(key.on_delete));
    const std::string columns = option(key.options, "set_columns");
    if (!columns.empty()) clause += fmt::format(" ({})", columns);
  }
  if (key.on_update != schema::RefAction::no_action) {
    clause += fmt::format(" ON UPDATE {}", model::name_of(key.on_update));
  }
  clause += deferrable_clause(key.deferrable);
  if (option(key.options, "enforced") == "false") clause += " NOT ENFORCED";
  if (!key.valid) clause += " NOT VALID";
  return named(key.name, std::move(clause));
}

void add_primary_key(const TableName& table, const schema::PrimaryKey& key, Render& render) {
  add(table, primary_key_clause(key), key, render);
  comment_on_index(table, key, render);
  finish_index(table, key.name, render);
  if (!is_temporal(key)) attach_parts(table, key, render);
}

void add_unique(const TableName& table, const schema::Unique& unique, Render& render) {
  add(table, unique_clause(unique), unique, render);
  comment_on_index(table, unique, render);
  finish_index(table, unique.name, render);
  if (!is_temporal(unique)) attach_parts(table, unique, render);
}

void add_check(const TableName& table, const schema::Check& check, Render& render) {
  const Table* before = render.before.find_table(table);
  const bool local = check.options.contains("local");
  if (before != nullptr && !local && inherits_check(*before, check, render.before)) {
    if (!check.comment.empty()) comment_on(table, check.name, check.comment, render);
    return;
  }
  clear_way_in_children(table, check, render);
  render.say(fmt::format("ALTER TABLE {} ADD {}", quote(table), check_clause(check)));
  if (!check.comment.empty()) comment_on(table, check.name, check.comment, render);
}

void add_foreign_key(const TableName& table, const schema::ForeignKey& key, Render& render) {
  const Table* before = render.before.find_table(table);
  if (before == nullptr || !inherits_key(*before, key, render.before)) {
    render.say(fmt::format("ALTER TABLE {} ADD {}", quote(table), foreign_key_clause(key)));
  }
  if (!key.comment.empty()) comment_on(table, key.name, key.comment, render);
}

void comment_on_constraints(const Table& table, Render& render) {
  const auto comment = [&](const auto& constraint) {
    if (!constraint.comment.empty()) {
      comment_on(table.name, constraint.name, constraint.comment, render);
    }
  };
  if (table.primary_key) {
    comment(*table.primary_key);
    comment_on_index(table.name, *table.primary_key, render);
  }
  for (const schema::Unique& unique : table.uniques) {
    comment(unique);
    comment_on_index(table.name, unique, render);
  }
  std::ranges::for_each(table.checks, comment);
  std::ranges::for_each(table.foreign_keys, comment);
}

void set_primary_key(const schema::SetPrimaryKey& change, Render& render) {
  if (change.from) {
    const Table* before = render.before.find_table(change.table);
    drop(change.table, change.from->name,
         before != nullptr && !whole_of(*before, *change.from, render.before).empty(), render);
    const auto has = [&](const Table& one) {
      return one.primary_key && same_key(*one.primary_key, *change.from);
    };
    restore_parts(change.table, render, has, [&](const Table& child, Render& apart) {
      if (has(child)) add_primary_key(child.name, *child.primary_key, apart);
    });
  }
  if (change.to) add_primary_key(change.table, *change.to, render);
}

void drop_unique(const TableName& table, const schema::Unique& unique, Render& render) {
  const Table* before = render.before.find_table(table);
  drop(table, unique.name, before != nullptr && !whole_of(*before, unique, render.before).empty(),
       render);
  const auto find = [&](const Table& one) {
    return std::ranges::find_if(one.uniques,
                                [&](const auto& other) { return same_unique(other, unique); });
  };
  const auto has = [&](const Table& one) { return find(one) != one.uniques.end(); };
  restore_parts(table, render, has, [&](const Table& child, Render& apart) {
    if (has(child)) add_unique(child.name, *find(child), apart);
  });
}

void drop_check(const TableName& table, const schema::Check& check, Render& render) {
  const Table* before = render.before.find_table(table);
  drop(table, check.name, before != nullptr && inherits_check(*before, check, render.before),
       render);
}

void drop_foreign_key(const TableName& table, const schema::ForeignKey& key, Render& render) {
  const Table* before = render.before.find_table(table);
  drop(table, key.name, before != nullptr && inherits_key(*before, key, render.before), render);
}

void alter_comment(const schema::AlterComment& change, Render& render) {
  if (change.what != schema::Named::index) {
    return comment_on(change.table, change.name, change.to, render);
  }
  render.say(fmt::format("COMMENT ON INDEX {} IS {}",
                         quote(TableName{change.table.schema, change.name}),
                         change.to.empty() ? "NULL" : quote_text(change.to)));
}

void add_exclusion(const schema::Object& exclusion, Render& render) {
  render.say(exclusion.sql);
  if (!exclusion.comment.empty()) {
    comment_on(table_of_exclusion(exclusion), exclusion.name.name, exclusion.comment, render);
  }
}

void drop_exclusion(const schema::Object& exclusion, Render& render) {
  render.say(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", quote(table_of_exclusion(exclusion)),
                         quote(exclusion.name.name)));
}

void rename_constraint(const schema::RenameConstraint& change, Render& render) {
  if (change.what == schema::Named::index) {
    const TableName index{change.table.schema, change.from};
    return render.say(fmt::format("ALTER INDEX {} RENAME TO {}", quote(index), quote(change.to)));
  }
  render.say(fmt::format("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", quote(change.table),
                         quote(change.from), quote(change.to)));
}

}  // namespace covet::postgresql
