#pragma once

#include <string>

#include "adapters/postgresql/render.h"
#include "schema/change.h"

/// What a table has beside columns, keys and indexes: `[models.x.postgresql]`.
namespace covet::postgresql {

/// What stands behind the parentheses of CREATE TABLE.
std::string create_options(const schema::Table& table);
/// What CREATE TABLE can't say. A partition is attached last, when it has all that it must have.
void finish_options(const schema::Table& table, Render& render);
void alter_options(const schema::AlterTable& change, Render& render);

}  // namespace covet::postgresql
