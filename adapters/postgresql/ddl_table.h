#pragma once

#include "adapters/postgresql/render.h"
#include "schema/change.h"

namespace covet::postgresql {

/// With all that stands on it: comments, indexes, constraints that must be added behind.
void create_table(const schema::Table& table, Render& render);
void drop_table(const schema::Table& table, Render& render);
void rename_table(const schema::RenameTable& change, Render& render);
void alter_table(const schema::AlterTable& change, Render& render);

}  // namespace covet::postgresql
