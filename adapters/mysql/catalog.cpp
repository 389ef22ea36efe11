#include "adapters/mysql/catalog.h"

#include <map>

#include "adapters/mysql/catalog_objects.h"
#include "adapters/mysql/catalog_sql.h"
#include "adapters/mysql/catalog_tables.h"
#include "adapters/mysql/flavor.h"

namespace covet::mysql {

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
  schema::Schema result = reader.take();
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
