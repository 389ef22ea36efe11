#pragma once

#include <set>
#include <utility>
#include <vector>

#include "schema/change.h"

/// Tables that inherit from others, or are partitions of them. A part of order().
namespace covet::schema {

/// What can be done at once, and what has to wait until columns and indexes are there: joining a
/// parent, and naming an index.
std::pair<AlterTable, AlterTable> split_alter(const AlterTable& change);
bool is_empty(const AlterTable& change);
/// It leaves a parent, or speaks of an index no more: before either is dropped or replaced.
bool lets_go(const AlterTable& change);

/// Takes those new tables out of `created` (ancestors first) whose parents are in `schema` already.
std::vector<Change> take_children(std::vector<Change>& created, const Schema& schema);

/// Those that have parents, and those that are parents.
std::set<TableName> tables_in_families(const Schema& schema);

/// A key, check or index goes, and nothing comes for it.
bool takes_away(const Change& change);

/// 0 for a table without parents.
int depth_of(const TableName& name, const Schema& schema);

/// A foreign key holds on to every partition of the table that it points to, be it its own: it
/// comes behind them and goes before them. Takes those out of `tables` that point to one of them
/// with its partitions. A part's key comes and goes with that of its whole: parents' keys are
/// first.
std::vector<AddForeignKey> take_keys_to_partitioned(std::vector<Table>& tables);

}  // namespace covet::schema
