#pragma once

#include "adapters/postgresql/render.h"
#include "schema/change.h"

namespace covet::postgresql {

void add_index(const schema::TableName& table, const schema::Index& index, Render& render);
void drop_index(const schema::TableName& table, const schema::Index& index, Render& render);

}  // namespace covet::postgresql
