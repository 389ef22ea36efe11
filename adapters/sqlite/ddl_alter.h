#pragma once

#include <span>
#include <string>
#include <vector>

#include "schema/change.h"

namespace covet::sqlite {

/// The statements for changes of one table (no renames), if SQLite's own ALTER TABLE and CREATE
/// INDEX can do all of them without harm; nothing where the table has to be rebuilt. `before` is
/// the schema in front of the first.
std::optional<std::vector<std::string>> alter_in_place(std::span<const schema::Change> changes,
                                                       const schema::Schema& before);

}  // namespace covet::sqlite
