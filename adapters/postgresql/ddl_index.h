#pragma once

#include <string>

#include "adapters/postgresql/render.h"
#include "schema/change.h"

namespace covet::postgresql {

void add_index(const schema::TableName& table, const schema::Index& index, Render& render);
/// Puts back what its table says of an index that was dropped and made again: CLUSTER ON, REPLICA
/// IDENTITY.
void finish_index(const schema::TableName& table, const std::string& index, Render& render);

// The index of a partition becomes a part of its parent's, and those of a partitioned table's
// partitions parts of its own: of all that are there already.
void attach_parts(const schema::TableName& table, const schema::Index& index, Render& render);
void attach_parts(const schema::TableName& table, const schema::Unique& unique, Render& render);
void attach_parts(const schema::TableName& table, const schema::PrimaryKey& key, Render& render);

void drop_index(const schema::TableName& table, const schema::Index& index, Render& render);

}  // namespace covet::postgresql
