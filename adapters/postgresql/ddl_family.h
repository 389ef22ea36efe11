#pragma once

#include <string>
#include <vector>

#include "adapters/postgresql/render.h"

/// What a table has from those that it inherits from, or is a partition of. A change of a parent
/// reaches its children by itself; a child's own part of that change then says nothing.
namespace covet::postgresql {

/// "" where the table has no such option.
std::string option(const schema::Options& options, const std::string& key);

bool is_partition(const schema::Table& table);
bool is_partitioned(const schema::Table& table);
std::vector<schema::TableName> parents_of(const schema::Table& table);
/// Direct ones, in the order of their names.
std::vector<const schema::Table*> children_of(const schema::TableName& parent,
                                              const schema::Schema& schema);
std::vector<const schema::Table*> descendants_of(const schema::TableName& parent,
                                                 const schema::Schema& schema);

/// "ALTER TABLE "t"", or with ONLY where the table is partitioned: what is added there has its
/// parts in the partitions by their own changes.
std::string alter_only(const schema::TableName& table, const schema::Schema& schema);
/// With ONLY where the table has children of any sort: they have settings of their own.
std::string alter_alone(const schema::TableName& table, const schema::Schema& schema);

const schema::Column* parent_column(const schema::Table& table, const std::string& name,
                                    const schema::Schema& schema);
/// The tables that a table inherits from hold this column too, so that it follows theirs.
bool inherited(const schema::Schema& schema, const schema::TableName& table,
               const std::string& column);
/// False for what a child has from its parents alone.
bool declares(const schema::Table& table, const schema::Column& column,
              const schema::Schema& schema);
/// Made first and joined to its parents later, as a table is that has all that they have as its own
/// too: CREATE TABLE … INHERITS would put the parents' columns first and take their defaults over.
bool joins_parents(const schema::Table& table, const schema::Schema& schema);
/// True where the parents bring the check, the key or the index along.
bool inherits_check(const schema::Table& table, const schema::Check& check,
                    const schema::Schema& schema);
bool inherits_key(const schema::Table& table, const schema::ForeignKey& key,
                  const schema::Schema& schema);

// Equal but for the name and what an index's part can have of its own.
bool same_index(const schema::Index& a, const schema::Index& b);
bool same_unique(const schema::Unique& a, const schema::Unique& b);
bool same_key(const schema::PrimaryKey& a, const schema::PrimaryKey& b);

/// The index (or the constraint's) of a partitioned table that `index` of a partition is a part of;
/// "" for none.
std::string whole_of(const schema::Table& partition, const schema::Index& index,
                     const schema::Schema& schema);
std::string whole_of(const schema::Table& partition, const schema::Unique& unique,
                     const schema::Schema& schema);
std::string whole_of(const schema::Table& partition, const schema::PrimaryKey& key,
                     const schema::Schema& schema);

}  // namespace covet::postgresql
