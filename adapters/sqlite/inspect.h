#pragma once

#include "schema/backend.h"

namespace covet::sqlite {

/// Reads sqlite_schema once, and the columns that SQLite sees once; the rest stands in the CREATE
/// statements' text.
class SqliteInspector final : public schema::Inspector {
 public:
  schema::Schema inspect(Connection& connection, const schema::Scope& scope) const override;
  /// Pure here: SQLite keeps texts as they were written, so a wanted text that says the same as the
  /// live one takes its spelling.
  schema::Schema normalize(Connection& connection, const schema::Schema& wanted,
                           const schema::Schema& live,
                           std::vector<std::string>& unspelled) const override;
};

const SqliteInspector& inspector();

}  // namespace covet::sqlite
