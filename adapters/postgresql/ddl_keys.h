#pragma once

#include <string>

#include "adapters/postgresql/ddl_family.h"
#include "adapters/postgresql/render.h"
#include "schema/change.h"

namespace covet::postgresql {

// As they stand in CREATE TABLE: `CONSTRAINT "posts_pkey" PRIMARY KEY ("id")`.
std::string primary_key_clause(const schema::PrimaryKey& key);
std::string unique_clause(const schema::Unique& unique);
std::string check_clause(const schema::Check& check);
std::string foreign_key_clause(const schema::ForeignKey& key);

template <class Key>
bool is_temporal(const Key& key) {
  return key.options.contains("without_overlaps");
}
/// A temporal key of a partition is made by that of its whole alone: the server can't attach one.
template <class Key>
bool comes_with_whole(const schema::Table& partition, const Key& key,
                      const schema::Schema& schema) {
  return is_temporal(key) && !whole_of(partition, key, schema).empty();
}

void add_primary_key(const schema::TableName& table, const schema::PrimaryKey& key, Render& render);
void add_unique(const schema::TableName& table, const schema::Unique& unique, Render& render);
void add_check(const schema::TableName& table, const schema::Check& check, Render& render);
void add_foreign_key(const schema::TableName& table, const schema::ForeignKey& key, Render& render);

void set_primary_key(const schema::SetPrimaryKey& change, Render& render);
void drop_unique(const schema::TableName& table, const schema::Unique& unique, Render& render);
void drop_check(const schema::TableName& table, const schema::Check& check, Render& render);
void drop_foreign_key(const schema::TableName& table, const schema::ForeignKey& key,
                      Render& render);
/// Of all that CREATE TABLE made.
void comment_on_constraints(const schema::Table& table, Render& render);

// An exclusion constraint is carried as an object.
void add_exclusion(const schema::Object& exclusion, Render& render);
void drop_exclusion(const schema::Object& exclusion, Render& render);
/// Of a constraint or an index.
void alter_comment(const schema::AlterComment& change, Render& render);
void rename_constraint(const schema::RenameConstraint& change, Render& render);

}  // namespace covet::postgresql
