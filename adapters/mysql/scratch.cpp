#include "adapters/mysql/scratch.h"

#include <array>
#include <random>

#include <fmt/core.h>

#include "adapters/mysql/dialect.h"
#include "core/base/error.h"

namespace covet::mysql {
namespace {

constexpr std::string_view marker = "covet_scratch";

std::string fresh_name() {
  std::random_device random;
  return fmt::format("covet_scratch_{:08x}{:08x}", random(), random());
}

void drop(Connection& connection, const std::string& name) {
  connection.execute("DROP DATABASE IF EXISTS " + dialect().quote(name));
}

}  // namespace

/// The marker's comment names the session that made it: when that is gone, nobody needs it.
std::vector<std::string> abandoned_scratch_databases(Connection& connection) {
  std::vector<std::string> names;
  const Rows rows = connection.fetch_all(
      Statement{"SELECT t.table_schema AS name FROM information_schema.tables t "
                "WHERE t.table_name = ? AND t.table_schema LIKE 'covet\\_scratch\\_%' "
                "AND t.create_time < NOW() - INTERVAL 1 MINUTE AND t.table_comment NOT IN "
                "(SELECT CAST(id AS CHAR) FROM information_schema.processlist)",
                {std::string(marker)}});
  for (const Row& row : rows)
    names.push_back(row.text("name"));
  return names;
}

ScratchDatabase::ScratchDatabase(Connection& connection)
    : connection_(connection), name_(fresh_name()) {
  connection_.execute(
      fmt::format("CREATE DATABASE {} CHARACTER SET utf8mb4", dialect().quote(name_)));
  try {
    connection_.execute(fmt::format("CREATE TABLE {}.{} (made int) COMMENT = '{}'",
                                    dialect().quote(name_), dialect().quote(marker),
                                    connection_.server().session));
    for (const std::string& left : abandoned_scratch_databases(connection_))
      drop(connection_, left);
  } catch (const Error&) {
    drop(connection_, name_);
    throw;
  }
}

ScratchDatabase::~ScratchDatabase() {
  try {
    drop(connection_, name_);
  } catch (const Error&) {
    // The connection is lost; the next one that makes a scratch database removes this one.
    return;
  }
}

Inside::Inside(Connection& connection, const std::string& database)
    : connection_(connection), home_(connection.server().database) {
  connection_.execute("USE " + dialect().quote(database));
}

Inside::~Inside() {
  try {
    connection_.execute("USE " + dialect().quote(home_));
  } catch (const Error&) {
    // The connection is lost; nobody goes on with it.
    return;
  }
}

}  // namespace covet::mysql
