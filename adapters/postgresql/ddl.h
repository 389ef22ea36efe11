#pragma once

#include <memory>

#include "schema/backend.h"

namespace covet::postgresql {

std::unique_ptr<schema::Ddl> make_ddl(const ServerInfo& server);

}  // namespace covet::postgresql
