#include "adapters/postgresql/namespaces.h"

#include <algorithm>

namespace covet::postgresql {

Namespaces find_namespaces(Connection& connection, const schema::Scope& scope) {
  Namespaces found;
  std::vector<std::string> wanted = scope.schemas;
  if (wanted.empty()) {
    const Rows rows = connection.fetch_all("SELECT coalesce(current_schema(), 'public') AS schema");
    wanted.push_back(rows.at(0).text("schema"));
  }
  found.default_schema = wanted.front();
  wanted.insert(wanted.end(), scope.named_schemas.begin(), scope.named_schemas.end());
  const Rows rows =
      connection.fetch_all("SELECT oid, nspname FROM pg_catalog.pg_namespace ORDER BY oid");
  for (const Row& row : rows) {
    const std::string name = row.text("nspname");
    const bool own = name.starts_with("pg_") || name == "information_schema";
    if ((own || !scope.all_schemas) && std::ranges::find(wanted, name) == wanted.end()) continue;
    found.oids.push_back(row.integer("oid"));
  }
  return found;
}

void settle_spelling(Connection& connection, const std::string& search_path) {
  connection.execute("SET LOCAL search_path = " + search_path +
                     "; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD';"
                     " SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 1;"
                     " SET LOCAL quote_all_identifiers = off");
}

}  // namespace covet::postgresql
