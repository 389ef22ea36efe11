#pragma once

#include <vector>

#include "schema/change.h"

namespace covet::schema {

/// Changes that create things, each behind those that its text names. Ties keep their order.
std::vector<Change> in_order_of_need(std::vector<Change> creations);

/// Moves the tables of `early` over that are made of what comes `late` (a column's type may be a
/// view's row), and whatever is made of those; `late` is put in order again.
void move_users(std::vector<Change>& early, std::vector<Change>& late);
/// The same of what goes: such tables leave with the views, which go first.
void drop_users(std::vector<Change>& tables, std::vector<Change>& views);

}  // namespace covet::schema
