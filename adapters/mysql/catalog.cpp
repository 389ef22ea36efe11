#include "adapters/mysql/catalog.h"

#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "adapters/mysql/catalog_objects.h"
#include "adapters/mysql/catalog_sql.h"
#include "adapters/mysql/catalog_tables.h"
#include "adapters/mysql/default_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/flavor.h"
#include "core/base/error.h"

namespace covet::mysql {
namespace {

/// Asks for the bytes themselves; the join gives a row even where the table has none. Needs the
/// right to read the table, and a column left as it was is named.
void read_binary_defaults(Connection& connection, const std::string& database,
                          const std::string& table, const std::vector<schema::Column*>& columns,
                          std::vector<schema::Object>& unmanaged) {
  for (schema::Column* column : columns) {
    const std::string name = dialect().quote(column->name);
    try {
      const Rows rows = connection.query(
          Statement{fmt::format("SELECT CAST(DEFAULT(t.{}) AS BINARY) AS bytes FROM (SELECT 1) one "
                                "LEFT JOIN {}.{} t ON 0",
                                name, dialect().quote(database), dialect().quote(table))});
      const Value& bytes = rows.at(0)["bytes"];
      const auto* exact = std::get_if<Bytes>(&bytes);
      if (exact != nullptr) column->default_sql = bytes_default(*exact);
    } catch (const Error& error) {
      if (error.code() == Errc::connection) throw;
      unmanaged.push_back({"binary default", {"", column->name}, {}, table});
    }
  }
}

}  // namespace

schema::Schema read_database(Connection& connection, const std::string& database,
                             const schema::Scope& scope) {
  const Flavor flavor = flavor_of(connection.server());
  const auto ask = [&](std::string_view sql) {
    return connection.query(Statement{std::string(sql), {database}});
  };
  const auto either = [&](std::string_view mariadb, std::string_view mysql) {
    return ask(flavor.mariadb() ? mariadb : mysql);
  };
  TableReader reader(flavor, default_collation(connection.server()), database);
  const Rows tables = ask(catalog_sql::tables);
  reader.read_tables(tables, scope);
  if (!reader.empty()) {
    reader.read_columns(either(catalog_sql::mariadb_columns, catalog_sql::mysql_columns));
    reader.read_keys(either(catalog_sql::mariadb_keys, catalog_sql::mysql_keys));
    reader.read_checks(either(catalog_sql::mariadb_checks, catalog_sql::mysql_checks));
    reader.read_foreign_keys(ask(catalog_sql::foreign_key_columns),
                             ask(catalog_sql::foreign_key_rules));
  }
  std::vector<schema::Object> unreadable;
  for (const std::string& table : reader.table_names()) {
    read_binary_defaults(connection, database, table, reader.unreadable_defaults(table),
                         unreadable);
  }
  schema::Schema result = reader.take();
  std::ranges::move(unreadable, std::back_inserter(result.unmanaged));
  ObjectReader objects(scope, result.unmanaged);
  objects.read_tables(tables);
  objects.read_views(ask(catalog_sql::views));
  objects.read_triggers(ask(catalog_sql::triggers));
  objects.read_routines(ask(catalog_sql::routines));
  objects.read_events(ask(catalog_sql::events));
  if (objects.has_partitions()) objects.read_partitions(ask(catalog_sql::partitions));
  schema::sort(result);
  return result;
}

}  // namespace covet::mysql
