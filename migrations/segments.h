#pragma once

#include <cstddef>
#include <vector>

#include "core/db/dialect.h"
#include "migrations/migration.h"
#include "schema/backend.h"

namespace covet::migrations {

/// Statements [begin, end) of a section that take effect together or not at all: one transaction
/// with their place in the journal, or a single statement that the engine runs by itself.
struct Segment {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool transactional = true;
  bool batched = false;  ///< many transactions, each with its place in the journal
};

/// Cuts a section where it needs several transactions: around what can't run in one (CONCURRENTLY),
/// behind an enum value that is used later, everywhere with transaction=none, and around each
/// statement where the engine's DDL commits by itself.
std::vector<Segment> segments_of(const Section& section, const Dialect& dialect,
                                 const schema::Guard& guard);

/// True for a statement after which a name may mean another table, or the table be another one:
/// DDL, what may run some (DO, SELECT and WITH by their functions), and of the session's settings
/// those of search_path, schema and role.
bool may_change_schema(const SqlStatement& statement, const LexicalRules& rules);

/// True for a statement that changes rows only, so that it can share a transaction on every engine.
bool changes_only_rows(const SqlStatement& statement, const LexicalRules& rules);

}  // namespace covet::migrations
