#include "adapters/sqlite/maintenance.h"

#include <filesystem>

#include <fmt/core.h>
#include <unistd.h>

#include "adapters/sqlite/dialect.h"
#include "core/base/error.h"

namespace covet::sqlite {
namespace {

namespace fs = std::filesystem;
using schema::TableName;
using schema::TableSize;
using schema::Upkeep;
using schema::Vital;

std::uint64_t unsigned_of(const Value& value) {
  return is_null(value) ? 0 : static_cast<std::uint64_t>(as_int(value));
}

std::uint64_t bytes_of(Connection& connection) {
  return unsigned_of(connection.fetch_value(
      {"SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"}));
}

/// Empty for a database in memory.
std::string file_of(Connection& connection) {
  const Value file =
      connection.fetch_value({"SELECT file FROM pragma_database_list WHERE name = 'main'"});
  return is_null(file) ? "" : as_string(file);
}

class SqliteMaintenance final : public schema::Maintenance {
 public:
  std::vector<schema::DatabaseSize> databases(Connection& connection) const override {
    const std::string file = file_of(connection);
    return {{file.empty() ? ":memory:" : file, bytes_of(connection)}};
  }

  std::vector<TableSize> tables(Connection& connection) const override;

  std::vector<std::string> statements(Upkeep upkeep,
                                      const std::vector<TableName>& tables) const override {
    if (upkeep == Upkeep::vacuum) return {"VACUUM"};
    if (upkeep == Upkeep::optimize) return {"PRAGMA optimize"};
    const std::string_view verb = upkeep == Upkeep::analyze ? "ANALYZE" : "PRAGMA integrity_check";
    if (tables.empty()) {
      if (upkeep == Upkeep::check) return {std::string(verb), "PRAGMA foreign_key_check"};
      return {std::string(verb)};
    }
    std::vector<std::string> sql;
    for (const TableName& table : tables) {
      const std::string name = dialect().quote(table.name);
      sql.push_back(upkeep == Upkeep::analyze ? fmt::format("{} {}", verb, name)
                                              : fmt::format("{}({})", verb, name));
    }
    return sql;
  }

  void cancel(Connection& /*connection*/, const std::string& /*id*/) const override {
    throw Error(Errc::unsupported, "a SQLite database has no sessions that could be cancelled",
                "end the process that runs the statement");
  }

  void back_up(Connection& connection, const std::string& file) const override {
    connection.execute({"VACUUM INTO ?1", {file}});
  }

  /// A rebuild's table, which only a script that was cut off outside a transaction leaves.
  std::vector<schema::Leftover> leftovers(Connection& connection) const override {
    std::vector<schema::Leftover> found;
    for (const Row& row :
         connection.fetch_all("SELECT name FROM sqlite_schema WHERE type = 'table'"
                              " AND name LIKE 'covet\\_new\\_%' ESCAPE '\\' ORDER BY name")) {
      found.push_back({"table " + row.text("name"),
                       "the copy that a rebuild makes, which broke off: look whether its table is "
                       "there before you drop it",
                       "DROP TABLE " + dialect().quote(row.text("name"))});
    }
    return found;
  }

  std::vector<Vital> vitals(Connection& connection) const override;
};

std::vector<TableSize> SqliteMaintenance::tables(Connection& connection) const {
  std::vector<TableSize> sizes;
  const Rows rows = connection.fetch_all(
      "SELECT m.name AS name,"
      " (SELECT coalesce(sum(s.pgsize), 0) FROM dbstat AS s WHERE s.name = m.name) AS own,"
      " (SELECT coalesce(sum(s.pgsize), 0) FROM dbstat AS s JOIN sqlite_schema AS i"
      "   ON i.name = s.name WHERE i.type = 'index' AND i.tbl_name = m.name) AS indexes"
      " FROM sqlite_schema AS m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
      " AND m.rootpage > 0 ORDER BY own + indexes DESC, m.name");
  for (const Row& row : rows) {
    TableSize size;
    size.name.name = row.text("name");
    size.index_bytes = unsigned_of(row["indexes"]);
    size.bytes = unsigned_of(row["own"]) + size.index_bytes;
    size.rows = unsigned_of(
        connection.fetch_value({"SELECT count(*) FROM " + dialect().quote(size.name.name)}));
    sizes.push_back(std::move(size));
  }
  return sizes;
}

std::vector<Vital> SqliteMaintenance::vitals(Connection& connection) const {
  const std::string file = file_of(connection);
  if (file.empty()) {
    // A file that isn't there yet is read as an empty database in memory.
    const bool meant = connection.server().database == ":memory:";
    return {{"room", meant ? "in memory" : "no file yet: the first migration makes it"}};
  }
  std::vector<Vital> vitals;
  const bool writable = ::access(file.c_str(), W_OK) == 0;
  vitals.push_back({"privileges", writable ? "read and write" : "read only", false, !writable});
  const std::string journal = as_string(connection.fetch_value({"PRAGMA journal_mode"}));
  std::error_code failed;
  const std::uint64_t bytes = bytes_of(connection);
  const fs::space_info space = fs::space(fs::path(file).parent_path(), failed);
  std::string detail = fmt::format("{}, journal {}", schema::size_text(bytes), journal);
  bool tight = false;
  if (!failed) {
    // A rebuild of its largest table, or VACUUM, wants as much again.
    tight = space.available < bytes;
    detail += fmt::format(", {} free{}", schema::size_text(space.available),
                          tight ? ": less than the file itself, which a rebuild may need" : "");
  }
  vitals.push_back({"room", detail, tight});
  return vitals;
}

}  // namespace

const schema::Maintenance& maintenance() {
  static const SqliteMaintenance instance;
  return instance;
}

}  // namespace covet::sqlite
