#pragma once

#include <vector>

#include "schema/change.h"

namespace covet::schema {

/// Changes that create things, each behind those that its text names. Ties keep their order.
std::vector<Change> in_order_of_need(std::vector<Change> creations);

}  // namespace covet::schema
