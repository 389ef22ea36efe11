#include "adapters/mysql/catalog.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/core.h>

#include "adapters/mysql/catalog_objects.h"
#include "adapters/mysql/catalog_scope.h"
#include "adapters/mysql/catalog_sql.h"
#include "adapters/mysql/catalog_tables.h"
#include "adapters/mysql/default_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/flavor.h"
#include "adapters/mysql/show_create.h"
#include "core/base/error.h"
#include "core/base/strings.h"

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
      const Rows rows = connection.fetch_all(
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

/// Those of the tables that hold no row.
std::vector<std::string> without_rows(Connection& connection, const std::string& database,
                                      const std::map<std::string, std::string>& tables) {
  std::vector<std::string> asked;
  for (const auto& [table, number] : tables) {
    asked.push_back(
        fmt::format("SELECT {} AS name FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM {}.{})",
                    quoted_text(table), dialect().quote(database), dialect().quote(table)));
  }
  std::vector<std::string> names;
  if (asked.empty()) return names;
  try {
    for (const Row& row : connection.fetch_all(Statement{join(asked, " UNION ALL ")}))
      names.push_back(row.text("name"));
  } catch (const Error& error) {
    // Without the right to read them their numbers are left to the server.
    if (error.code() == Errc::connection || error.code() == Errc::cancelled) throw;
  }
  return names;
}

/// Under some modes SHOW CREATE says less, and in other words: what a migration set for itself
/// must not change what is seen.
class PlainMode {
 public:
  explicit PlainMode(Connection& connection) : connection_(connection) {
    mode_ = connection.fetch_all(Statement{"SELECT @@SESSION.sql_mode AS mode"}).at(0).text("mode");
    constexpr std::array<std::string_view, 4> unlike = {"ANSI", "NO_BACKSLASH", "_OPTIONS",
                                                        "ORACLE"};
    other_ = std::ranges::any_of(
        unlike, [&](std::string_view word) { return mode_.find(word) != std::string::npos; });
    if (other_) set(session_sql_mode(connection.server()));
  }
  ~PlainMode() {
    if (!other_) return;
    try {
      set(mode_);
    } catch (const Error&) {
      // The connection is lost; nobody goes on with it.
      return;
    }
  }
  PlainMode(const PlainMode&) = delete;
  PlainMode& operator=(const PlainMode&) = delete;

 private:
  void set(const std::string& mode) { connection_.execute("SET sql_mode = '" + mode + "'"); }

  Connection& connection_;
  std::string mode_;
  bool other_ = false;
};

}  // namespace

schema::Schema read_database(Connection& connection, const std::string& database,
                             const schema::Scope& scope) {
  const PlainMode plain(connection);
  const Flavor flavor = flavor_of(connection.server());
  const auto ask = [&](std::string_view sql) {
    return connection.fetch_all(Statement{narrowed(sql, scope), {database}});
  };
  const auto either = [&](std::string_view mariadb, std::string_view mysql) {
    return ask(flavor.mariadb() ? mariadb : mysql);
  };
  TableReader reader(flavor, default_collation(connection.server()), database);
  reader.read_tables(ask(catalog_sql::tables), scope);
  if (!reader.empty()) {
    if (!flavor.shows_at_once()) reader.read_partitioned(ask(catalog_sql::partitioned));
    reader.read_columns(either(catalog_sql::mariadb_columns, catalog_sql::mysql_columns));
    reader.read_keys(either(catalog_sql::mariadb_keys, catalog_sql::mysql_keys));
    reader.read_checks(either(catalog_sql::mariadb_checks, catalog_sql::mysql_checks));
    reader.read_foreign_keys(ask(catalog_sql::foreign_key_columns),
                             ask(catalog_sql::foreign_key_rules));
  }
  const std::vector<std::string> to_show = reader.tables_to_show();
  for (const auto& [table, row] : show_create(connection, "TABLE", database, to_show))
    reader.read_create(table, to_text(row[1]));
  for (const std::string& table : without_rows(connection, database, reader.next_numbers()))
    reader.start_at(table, reader.next_numbers().at(table));
  std::vector<schema::Object> unreadable;
  for (const std::string& table : reader.table_names()) {
    read_binary_defaults(connection, database, table, reader.unreadable_defaults(table),
                         unreadable);
  }
  schema::Schema result = reader.take();
  std::ranges::move(unreadable, std::back_inserter(result.unmanaged));
  ObjectReader(connection, database, scope, result).read();
  schema::sort(result);
  return result;
}

}  // namespace covet::mysql
