#pragma once

#include <set>
#include <string>
#include <vector>

#include "schema/backend.h"

namespace covet::sqlite {

/// What a rebuild leads from and to. `fresh` names columns of `to` that take nothing from a column
/// of the same name in `from`, because that one was dropped and this one added.
struct Rebuild {
  const schema::Table& from;
  const schema::Table& to;
  const std::set<std::string>& fresh;
  const std::set<std::string>& dropped;
  /// Values that change their names on the way.
  const std::vector<schema::RenameValue>& renamed_values;
};

/// Appends the statements that make a new table beside the old one, carry all rows, the row numbers
/// and the counter of AUTOINCREMENT over, put it into the old one's place, and bring indexes and
/// triggers back. Views, and foreign keys of other tables, hold on to the name. Wants foreign keys
/// off, and says so in `out`.
void rebuild_table(const Rebuild& rebuild, const schema::Schema& before, schema::Rendered& out);

}  // namespace covet::sqlite
