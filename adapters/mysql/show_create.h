#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/db/connection.h"

namespace covet::mysql {

/// What SHOW CREATE says of each of `names` in `database`, by name; one that it says nothing of (no
/// privilege, it can't be read) is left out. `what` is TABLE, VIEW, TRIGGER, … MariaDB is asked in
/// one round trip however many there are; MySQL has no statement that could.
std::map<std::string, Row> show_create(Connection& connection, std::string_view what,
                                       const std::string& database,
                                       const std::vector<std::string>& names);

}  // namespace covet::mysql
