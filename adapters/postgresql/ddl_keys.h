#pragma once

#include <string>

#include "adapters/postgresql/render.h"
#include "schema/change.h"

namespace covet::postgresql {

// As they stand in CREATE TABLE: `CONSTRAINT "posts_pkey" PRIMARY KEY ("id")`.
std::string primary_key_clause(const schema::PrimaryKey& key);
std::string unique_clause(const schema::Unique& unique);
std::string check_clause(const schema::Check& check);
std::string foreign_key_clause(const schema::ForeignKey& key);

void add_primary_key(const schema::TableName& table, const schema::PrimaryKey& key, Render& render);
void add_unique(const schema::TableName& table, const schema::Unique& unique, Render& render);
void add_check(const schema::TableName& table, const schema::Check& check, Render& render);
void add_foreign_key(const schema::TableName& table, const schema::ForeignKey& key, Render& render);

void set_primary_key(const schema::SetPrimaryKey& change, Render& render);
void drop_constraint(const schema::TableName& table, const std::string& name, Render& render);
void rename_constraint(const schema::RenameConstraint& change, Render& render);

}  // namespace covet::postgresql
