#include "adapters/mysql/maintenance.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "adapters/mysql/dialect.h"
#include "adapters/mysql/flavor.h"
#include "adapters/mysql/scratch.h"
#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

using schema::TableName;
using schema::TableSize;
using schema::Upkeep;
using schema::Vital;

std::uint64_t unsigned_of(const Value& value) {
  if (is_null(value)) return 0;
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return *number;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(as_int(value), 0));
}

/// What the server says of a counter: SHOW STATUS and SHOW VARIABLES have the same two columns.
std::int64_t number_of(Connection& connection, std::string_view what, std::string_view name) {
  const auto row = connection.fetch_one({fmt::format("SHOW {} LIKE '{}'", what, name)});
  return row ? as_int((*row)[std::size_t{1}]) : 0;
}

Vital connections(Connection& connection) {
  const std::int64_t used = number_of(connection, "GLOBAL STATUS", "Threads_connected");
  const std::int64_t most = number_of(connection, "VARIABLES", "max_connections");
  return {"connections", fmt::format("{} of {}", used, most), used * 10 >= most * 9};
}

Vital privileges(Connection& connection) {
  constexpr std::array wanted{"CREATE", "ALTER", "DROP"};
  std::string granted;
  for (const Row& row : connection.fetch_all("SHOW GRANTS"))
    granted += as_string(row[std::size_t{0}]) + '\n';
  std::vector<std::string> missing;
  for (const std::string word : wanted) {
    if (granted.find("ALL PRIVILEGES") == std::string::npos &&
        granted.find(word) == std::string::npos) {
      missing.push_back(to_lower(word));
    }
  }
  if (missing.empty()) return {"privileges", "create, alter, drop"};
  return {"privileges", "no right to " + join(missing, ", "), false, true};
}

/// Nothing on a server that follows no other, or where this role may not look.
std::optional<Vital> replication(Connection& connection) {
  constexpr std::int64_t long_lag = 30;
  try {
    const bool mariadb = flavor_of(connection.server()).mariadb();
    const auto row = connection.fetch_one({mariadb ? "SHOW SLAVE STATUS" : "SHOW REPLICA STATUS"});
    if (!row) return std::nullopt;
    const Value& lag = (*row)[mariadb ? "Seconds_Behind_Master" : "Seconds_Behind_Source"];
    if (is_null(lag)) return Vital{"replication", "a replica that does not run", true};
    return Vital{"replication", fmt::format("a replica, {} s behind", as_int(lag)),
                 as_int(lag) > long_lag, true};
  } catch (const Error& error) {
    if (error.code() == Errc::connection) throw;
    return std::nullopt;
  }
}

/// The chapter of InnoDB's report that is about it.
std::string latest_deadlock(const std::string& report) {
  constexpr std::string_view title = "LATEST DETECTED DEADLOCK";
  const std::size_t begin = report.find(title);
  if (begin == std::string::npos) return {};
  const std::size_t text = report.find('\n', report.find('\n', begin) + 1) + 1;
  const std::size_t end = report.find("\n------------\n", text);
  return std::string(trim(report.substr(text, end - text)));
}

class MysqlMaintenance final : public schema::Maintenance {
 public:
  std::vector<schema::DatabaseSize> databases(Connection& connection) const override {
    std::vector<schema::DatabaseSize> sizes;
    for (const Row& row : connection.fetch_all(
             "SELECT s.schema_name AS name, CAST(coalesce(sum(t.data_length + t.index_length), 0)"
             " AS UNSIGNED) AS bytes FROM information_schema.schemata AS s LEFT JOIN"
             " information_schema.tables AS t ON t.table_schema = s.schema_name WHERE"
             " s.schema_name NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys')"
             " GROUP BY s.schema_name ORDER BY s.schema_name")) {
      sizes.push_back({row.text("name"), unsigned_of(row["bytes"])});
    }
    return sizes;
  }

  std::vector<TableSize> tables(Connection& connection) const override {
    std::vector<TableSize> sizes;
    for (const Row& row :
         connection.fetch_all("SELECT table_name AS name, table_rows AS row_count,"
                              " data_length + index_length AS bytes, index_length AS indexes"
                              " FROM information_schema.tables WHERE table_schema = DATABASE()"
                              " AND table_type <> 'VIEW' ORDER BY bytes DESC, name")) {
      TableSize size;
      size.name.name = row.text("name");
      if (!row.null("row_count")) size.rows = unsigned_of(row["row_count"]);
      size.bytes = unsigned_of(row["bytes"]);
      size.index_bytes = unsigned_of(row["indexes"]);
      sizes.push_back(std::move(size));
    }
    return sizes;
  }

  std::vector<std::string> statements(Upkeep upkeep,
                                      const std::vector<TableName>& tables) const override {
    std::string_view verb = "OPTIMIZE TABLE";
    if (upkeep == Upkeep::analyze) verb = "ANALYZE TABLE";
    if (upkeep == Upkeep::check) verb = "CHECK TABLE";
    std::vector<std::string> sql;
    for (const TableName& table : tables)
      sql.push_back(fmt::format("{} {}", verb, dialect().quote(table.name)));
    return sql;
  }

  std::vector<schema::RunningStatement> running(Connection& connection) const override {
    std::vector<schema::RunningStatement> found;
    for (const Row& row : connection.fetch_all(
             "SELECT id, user AS who, host AS place, time AS since, LEFT(info, 200) AS text"
             " FROM information_schema.processlist"
             " WHERE info IS NOT NULL AND id <> CONNECTION_ID() ORDER BY time DESC")) {
      found.push_back({as_string(row["id"]),
                       fmt::format("{} from {}, for {} s: {}", row.text("who"), row.text("place"),
                                   row.integer("since"), row.text("text"))});
    }
    return found;
  }

  void cancel(Connection& connection, const std::string& id) const override {
    const bool number = !id.empty() && id.find_first_not_of("0123456789") == std::string::npos;
    const bool there =
        number &&
        connection.fetch_one({"SELECT id FROM information_schema.processlist WHERE id = " + id});
    if (!there) {
      throw Error(Errc::not_found, "there is no session " + id,
                  "`covet db running` lists what runs");
    }
    connection.execute("KILL QUERY " + id);
  }

  std::string deadlocks(Connection& connection) const override {
    const auto row = connection.fetch_one({"SHOW ENGINE INNODB STATUS"});
    if (!row) return {};
    return latest_deadlock(row->text("Status"));
  }

  void back_up(Connection& /*connection*/, const std::string& /*file*/) const override {
    throw Error(Errc::unsupported, "covet makes no backups of MySQL and MariaDB",
                "mariadb-dump or mysqldump, which come with the server, do");
  }

  std::vector<schema::Leftover> leftovers(Connection& connection) const override {
    std::vector<schema::Leftover> found;
    for (const std::string& name : abandoned_scratch_databases(connection)) {
      found.push_back({"database " + name,
                       "covet's own, for the time of a command, whose session is gone",
                       "DROP DATABASE IF EXISTS " + dialect().quote(name)});
    }
    return found;
  }

  std::vector<Vital> vitals(Connection& connection) const override {
    std::vector<Vital> vitals{privileges(connection), connections(connection)};
    if (auto lag = replication(connection)) vitals.push_back(std::move(*lag));
    const Value bytes = connection.fetch_value(
        {"SELECT CAST(coalesce(sum(data_length + index_length), 0) AS UNSIGNED)"
         " FROM information_schema.tables WHERE table_schema = DATABASE()"});
    vitals.push_back({"room", schema::size_text(unsigned_of(bytes))});
    return vitals;
  }
};

}  // namespace

const schema::Maintenance& maintenance() {
  static const MysqlMaintenance instance;
  return instance;
}

}  // namespace covet::mysql
