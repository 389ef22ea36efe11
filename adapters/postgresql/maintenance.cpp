#include "adapters/postgresql/maintenance.h"

#include <charconv>

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::postgresql {
namespace {

using schema::TableName;
using schema::TableSize;
using schema::Upkeep;
using schema::Vital;

std::optional<std::uint64_t> unsigned_of(const Value& value) {
  if (is_null(value) || as_int(value) < 0) return std::nullopt;
  return static_cast<std::uint64_t>(as_int(value));
}

Vital privileges(Connection& connection) {
  const auto row =
      connection.fetch_one({"SELECT current_schema() AS schema, "
                            "has_schema_privilege(current_schema(), 'CREATE') AS may"});
  if (!row || row->null("schema")) {
    return {"privileges", "no schema of search_path is there", true};
  }
  if (row->flag("may")) return {"privileges", "create in schema " + row->text("schema")};
  return {"privileges", "none to create in schema " + row->text("schema"), false, true};
}

Vital connections(Connection& connection) {
  const auto row = connection.fetch_one(
      {"SELECT count(*) AS used, current_setting('max_connections')::bigint AS most"
       " FROM pg_stat_activity WHERE backend_type = 'client backend'"});
  const std::int64_t used = row->integer("used");
  const std::int64_t most = row->integer("most");
  const bool crowded = used * 10 >= most * 9;
  return {"connections", fmt::format("{} of {}", used, most), crowded};
}

std::optional<Vital> replication(Connection& connection) {
  const auto standby =
      connection.fetch_one({"SELECT pg_is_in_recovery() AS standby, extract(epoch FROM now() - "
                            "pg_last_xact_replay_timestamp())::bigint AS behind"});
  if (standby->flag("standby")) {
    const std::int64_t behind = standby->integer("behind");
    return Vital{"replication", fmt::format("a replica, {} s behind: it only reads", behind), false,
                 true};
  }
  const auto row = connection.fetch_one(
      {"SELECT count(*) AS replicas, max(extract(epoch FROM replay_lag))::float8 AS lag"
       " FROM pg_stat_replication"});
  const std::int64_t replicas = row->integer("replicas");
  if (replicas == 0) return std::nullopt;
  constexpr double long_lag = 30;
  const double lag = row->null("lag") ? 0 : as_double((*row)["lag"]);
  return Vital{"replication",
               fmt::format("lag {:.1f} s on {}", lag,
                           count_of(static_cast<std::size_t>(replicas), "replica")),
               lag > long_lag};
}

class PostgresqlMaintenance final : public schema::Maintenance {
 public:
  std::vector<schema::DatabaseSize> databases(Connection& connection) const override {
    std::vector<schema::DatabaseSize> sizes;
    for (const Row& row : connection.fetch_all(
             "SELECT datname AS name, CASE WHEN has_database_privilege(oid, 'CONNECT') THEN "
             "pg_database_size(oid) END AS bytes FROM pg_database WHERE NOT datistemplate"
             " ORDER BY datname")) {
      sizes.push_back({row.text("name"), unsigned_of(row["bytes"])});
    }
    return sizes;
  }

  std::vector<TableSize> tables(Connection& connection) const override {
    std::vector<TableSize> sizes;
    for (const Row& row : connection.fetch_all(
             "SELECT n.nspname AS schema, c.relname AS name, c.reltuples::bigint AS rows,"
             " pg_total_relation_size(c.oid) AS bytes, pg_indexes_size(c.oid) AS indexes"
             " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
             " WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', "
             "'information_schema') AND n.nspname NOT LIKE 'pg\\_%'"
             " ORDER BY bytes DESC, schema, name")) {
      TableSize size;
      size.name = {row.text("schema"), row.text("name")};
      size.rows = unsigned_of(row["rows"]);  // -1: never analyzed
      size.bytes = unsigned_of(row["bytes"]).value_or(0);
      size.index_bytes = unsigned_of(row["indexes"]).value_or(0);
      sizes.push_back(std::move(size));
    }
    return sizes;
  }

  std::vector<std::string> statements(Upkeep upkeep,
                                      const std::vector<TableName>& tables) const override {
    if (upkeep == Upkeep::check) {
      throw Error(Errc::unsupported, "PostgreSQL checks no tables by itself",
                  "pg_amcheck, which comes with the server, does");
    }
    const std::string verb = upkeep == Upkeep::analyze ? "ANALYZE" : "VACUUM (ANALYZE)";
    if (tables.empty()) return {verb};
    std::vector<std::string> sql;
    for (const TableName& table : tables) {
      const std::string schema = table.schema.empty() ? "" : quote(table.schema) + '.';
      sql.push_back(verb + ' ' + schema + quote(table.name));
    }
    return sql;
  }

  std::vector<schema::RunningStatement> running(Connection& connection) const override {
    std::vector<schema::RunningStatement> found;
    for (const Row& row : connection.fetch_all(
             "SELECT pid, usename, coalesce(application_name, '') AS application,"
             " coalesce(host(client_addr), 'local') AS host,"
             " date_trunc('second', now() - query_start)::text AS since, left(query, 200) AS text"
             " FROM pg_stat_activity WHERE state IS DISTINCT FROM 'idle' AND query <> ''"
             " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
             " ORDER BY query_start")) {
      found.push_back(
          {as_string(row["pid"]),
           fmt::format("{} from {}{}, for {}: {}", row.text("usename"), row.text("host"),
                       row.text("application").empty() ? "" : " (" + row.text("application") + ")",
                       row.text("since"), row.text("text"))});
    }
    return found;
  }

  void cancel(Connection& connection, const std::string& id) const override {
    std::int64_t pid = 0;
    std::from_chars(id.data(), id.data() + id.size(), pid);
    const Value done = connection.fetch_value(
        {"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = $1", {pid}});
    if (is_null(done)) {
      throw Error(Errc::not_found, "there is no session " + id,
                  "`covet db running` lists what runs");
    }
  }

  /// The server counts them; who was in them stands in each one's error, and in the server's log.
  std::string deadlocks(Connection& connection) const override {
    const auto row = connection.fetch_one(
        {"SELECT deadlocks, coalesce(date_trunc('second', stats_reset)::text, 'the beginning') AS "
         "since FROM pg_stat_database WHERE datname = current_database()"});
    const std::int64_t count = row->integer("deadlocks");
    if (count == 0) return {};
    return fmt::format("{} since {}; the server's log names who was in them",
                       count_of(static_cast<std::size_t>(count), "deadlock"), row->text("since"));
  }

  void back_up(Connection& /*connection*/, const std::string& /*file*/) const override {
    throw Error(Errc::unsupported, "covet makes no backups of PostgreSQL",
                "pg_dump, which comes with the server, does");
  }

  /// covet's scratch tables are temporary here, and end with their session.
  std::vector<schema::Leftover> leftovers(Connection& connection) const override {
    std::vector<schema::Leftover> found;
    for (const Row& row : connection.fetch_all(
             "SELECT n.nspname AS schema, c.relname AS name FROM pg_index i"
             " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid ="
             " c.relnamespace WHERE c.relkind = 'i' AND NOT i.indisvalid AND NOT EXISTS (SELECT 1"
             " FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)"
             " ORDER BY 1, 2")) {
      const TableName name{row.text("schema"), row.text("name")};
      found.push_back({"index " + spell_name(name),
                       "invalid: its build broke off; it costs every write, and no query uses it",
                       "DROP INDEX CONCURRENTLY IF EXISTS " + quote(name)});
    }
    return found;
  }

  std::vector<Vital> vitals(Connection& connection) const override {
    std::vector<Vital> vitals{privileges(connection), connections(connection)};
    if (auto lag = replication(connection)) vitals.push_back(std::move(*lag));
    const Value bytes = connection.fetch_value({"SELECT pg_database_size(current_database())"});
    vitals.push_back({"room", schema::size_text(unsigned_of(bytes).value_or(0))});
    return vitals;
  }
};

}  // namespace

const schema::Maintenance& maintenance() {
  static const PostgresqlMaintenance instance;
  return instance;
}

}  // namespace covet::postgresql
