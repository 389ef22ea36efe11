#pragma once

#include "schema/backend.h"

namespace covet::mysql {

/// MySQL 8 and MariaDB 10.6 or later. A default ServerInfo means MariaDB 10.11 to make_ddl.
const schema::Backend& backend();

}  // namespace covet::mysql
