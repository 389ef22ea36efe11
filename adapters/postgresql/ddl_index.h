#pragma once

#include <string>

#include "adapters/postgresql/ddl_family.h"
#include "adapters/postgresql/render.h"
#include "schema/change.h"

namespace covet::postgresql {

/// Parts go with their whole, a key or an index of `table`: where the table is not to have it any
/// more, `add` makes again what is to stay of a partition.
template <class Has, class Add>
void restore_parts(const schema::TableName& table, Render& render, Has has, Add add) {
  const schema::Table* whole = render.after.find_table(table);
  if (whole == nullptr || has(*whole)) return;
  for (const schema::Table* child : children_of(table, render.after)) {
    if (!is_partition(*child) || is_partitioned(*child)) continue;
    Render apart{.before = render.after, .after = render.after, .major = render.major};
    add(*child, apart);
    for (std::string& statement : apart.out.statements)
      render.say(std::move(statement));
  }
}

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
