#pragma once

#include <vector>

#include "schema/change.h"

/// What of one table comes before what. A part of order().
namespace covet::schema {

/// What stands in the way goes first, columns before what is made of them.
int rank(const Change& change);

/// A column of a primary key can't be made nullable: where one is to be, the old key goes before,
/// and the new one comes behind.
void split_primary_keys(std::vector<Change>& changes);

}  // namespace covet::schema
