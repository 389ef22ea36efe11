#pragma once

#include <memory>

#include "schema/backend.h"

namespace covet::sqlite {

/// SQLite's DDL. What ALTER TABLE can't do goes through one rebuild of the table for a whole group
/// of changes.
std::unique_ptr<schema::Ddl> make_ddl(const ServerInfo& server);

}  // namespace covet::sqlite
