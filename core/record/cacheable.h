#pragma once

#include "core/query/query.h"

namespace covet::record {

/// False where the same query over the same rows may give another answer (Now, Today, Random, order
/// by "?"), where it takes locks, or writes; and, unless `raw_sql`, where SQL as it is stands in
/// it, whose tables nobody knows.
bool is_cacheable(const query::Query& query, bool raw_sql);

}  // namespace covet::record
