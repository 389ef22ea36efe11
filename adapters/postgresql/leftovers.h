#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/db/connection.h"

namespace covet::postgresql {

/// SQL that clears away what an interrupted or refused CONCURRENTLY left behind: an index that is
/// not valid and that nobody builds any more, or a partition whose DETACH is not finished. Empty
/// for every other statement.
std::vector<std::string> leftovers_of(Connection& connection, std::string_view statement);

}  // namespace covet::postgresql
