#pragma once

#include <memory>
#include <string>
#include <utility>

#include "migrations/history.h"
#include "migrations/migration_file.h"
#include "migrations/statements.h"
#include "tests/support/lexical_rules.h"
#include "tests/support/still_clock.h"

namespace covet::migrations {

/// A file by name and text, read by SQLite's rules.
inline Migration read(const std::string& name, std::string text) {
  return parse_migration(name + ".sql", std::move(text), tests::sqlite_rules());
}

/// The row of `migration` as a finished run leaves it.
inline Applied applied(const Migration& migration, State state = State::applied) {
  Applied row = row_of(migration, state);
  if (state != State::applied) row.statements_done = 0;
  return row;
}

using tests::StillClock;

}  // namespace covet::migrations
