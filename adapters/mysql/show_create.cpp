#include "adapters/mysql/show_create.h"

#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "adapters/mysql/dialect.h"
#include "adapters/mysql/flavor.h"
#include "core/base/error.h"

namespace covet::mysql {
namespace {

std::string statement_for(std::string_view what, const std::string& database,
                          const std::string& name) {
  return fmt::format("SHOW CREATE {} {}.{}", what, dialect().quote(database),
                     dialect().quote(name));
}

Rows ask_at_once(Connection& connection, std::string_view what, const std::string& database,
                 const std::vector<std::string>& names) {
  std::string block = "BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;\n";
  for (const std::string& name : names)
    block += statement_for(what, database, name) + ";\n";
  return connection.fetch_all(Statement{block + "END"});
}

Rows ask_each(Connection& connection, std::string_view what, const std::string& database,
              const std::vector<std::string>& names) {
  Rows all;
  for (const std::string& name : names) {
    try {
      const Rows rows = connection.fetch_all(Statement{statement_for(what, database, name)});
      all.insert(all.end(), rows.begin(), rows.end());
    } catch (const Error& error) {
      if (error.code() == Errc::connection || error.code() == Errc::cancelled) throw;
    }
  }
  return all;
}

}  // namespace

std::map<std::string, Row> show_create(Connection& connection, std::string_view what,
                                       const std::string& database,
                                       const std::vector<std::string>& names) {
  std::map<std::string, Row> found;
  if (names.empty()) return found;
  // Only the Oracle mode lets a block ask for packages.
  const bool at_once =
      flavor_of(connection.server()).shows_at_once() && !what.starts_with("PACKAGE");
  const auto take = [&](const Rows& rows) {
    for (const Row& row : rows)
      found.emplace(as_string(row[0]), row);
  };
  if (at_once) take(ask_at_once(connection, what, database, names));
  // A block shows nothing of a view that takes a sequence's next number.
  std::vector<std::string> missing;
  std::ranges::copy_if(names, std::back_inserter(missing),
                       [&](const std::string& name) { return !found.contains(name); });
  take(ask_each(connection, what, database, missing));
  return found;
}

}  // namespace covet::mysql
