#include "adapters/postgresql/ddl_keys.h"

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"

namespace covet::postgresql {
namespace {

using schema::Deferrable;
using schema::TableName;

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

void add(const TableName& table, const std::string& clause, Render& render) {
  render.say(fmt::format("ALTER TABLE {} ADD {}", quote(table), clause));
}

}  // namespace

std::string primary_key_clause(const schema::PrimaryKey& key) {
  return named(key.name, fmt::format("PRIMARY KEY ({})", quote_list(key.columns)));
}

std::string unique_clause(const schema::Unique& unique) {
  return named(
      unique.name,
      fmt::format("UNIQUE {}({}){}", unique.nulls_not_distinct ? "NULLS NOT DISTINCT " : "",
                  quote_list(unique.columns), deferrable_clause(unique.deferrable)));
}

std::string check_clause(const schema::Check& check) {
  return named(check.name,
               fmt::format("CHECK ({}){}{}{}", check.sql, check.no_inherit ? " NO INHERIT" : "",
                           check.enforced ? "" : " NOT ENFORCED", check.valid ? "" : " NOT VALID"));
}

std::string foreign_key_clause(const schema::ForeignKey& key) {
  std::string clause = fmt::format("FOREIGN KEY ({}) REFERENCES {} ({})", quote_list(key.columns),
                                   quote(key.target), quote_list(key.target_columns));
  if (!key.match.empty()) clause += " MATCH " + key.match;
  if (key.on_delete != schema::RefAction::no_action) {
    clause += fmt::format(" ON DELETE {}", model::name_of(key.on_delete));
  }
  if (key.on_update != schema::RefAction::no_action) {
    clause += fmt::format(" ON UPDATE {}", model::name_of(key.on_update));
  }
  clause += deferrable_clause(key.deferrable);
  if (!key.valid) clause += " NOT VALID";
  return named(key.name, std::move(clause));
}

void add_primary_key(const TableName& table, const schema::PrimaryKey& key, Render& render) {
  add(table, primary_key_clause(key), render);
}
void add_unique(const TableName& table, const schema::Unique& unique, Render& render) {
  add(table, unique_clause(unique), render);
}
void add_check(const TableName& table, const schema::Check& check, Render& render) {
  add(table, check_clause(check), render);
}
void add_foreign_key(const TableName& table, const schema::ForeignKey& key, Render& render) {
  add(table, foreign_key_clause(key), render);
}

void set_primary_key(const schema::SetPrimaryKey& change, Render& render) {
  if (change.from) drop_constraint(change.table, change.from->name, render);
  if (change.to) add_primary_key(change.table, *change.to, render);
}

void drop_constraint(const TableName& table, const std::string& name, Render& render) {
  render.say(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", quote(table), quote(name)));
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
