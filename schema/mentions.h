#pragma once

#include <set>
#include <string>
#include <string_view>

#include "schema/schema.h"

namespace covet::schema {

/// The names that a thing's text uses, in lower case. Read from the text alone, so a word that only
/// looks like a name counts too: good for putting things in order, not for proof.
struct Mentions {
  std::set<std::string, std::less<>> hard{};  ///< must be there first
  std::set<std::string, std::less<>> soft{};  ///< used when it runs: the body of a function
  /// Those of `hard` that stand where a table, a function or a type does, qualified as written.
  std::set<std::string, std::less<>> exact{};
  std::set<std::string, std::less<>> exact_later{};  ///< likewise, of `soft`

  bool speaks_of(std::string_view name) const;  ///< hard
  bool knows(std::string_view name) const;      ///< hard or soft
  /// Exact. A name of the default schema may be written with any.
  bool uses(const TableName& name) const;
  bool uses_later(const TableName& name) const;
};

Mentions mentions_of(const Object& object);
/// A view of this column under the column's own name.
bool shows_column(const Object& object, const std::string& column);
/// How a trigger's text mentions another of its table that it follows or precedes.
std::string place_name(std::string_view table, std::string_view trigger);
/// Those that it says so of.
std::set<std::string, std::less<>> places_of(const Object& trigger);
/// Types, expressions, parents, and what the foreign keys point to.
Mentions mentions_of(const Table& table);

}  // namespace covet::schema
