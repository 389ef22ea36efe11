#include "adapters/mysql/guard.h"

#include "adapters/mysql/connection.h"
#include "adapters/mysql/dialect.h"

namespace covet::mysql {

void MysqlGuard::prepare(Connection& connection, bool foreign_keys_off) const {
  if (foreign_keys_off) connection.execute("SET SESSION foreign_key_checks = 0");
}

void MysqlGuard::verify(Connection&, bool) const {}

void MysqlGuard::restore(Connection& connection) const {
  if (!connection.usable()) return;
  connection.execute("UNLOCK TABLES");
  for (const std::string& setting : session_settings(connection.server()))
    connection.execute(setting);
  const std::string& database = connection.server().database;
  if (!database.empty()) connection.execute("USE " + dialect().quote(database));
}

std::optional<std::string> MysqlGuard::needs_no_transaction(std::string_view) const {
  return std::nullopt;
}

const MysqlGuard& guard() {
  static const MysqlGuard instance;
  return instance;
}

}  // namespace covet::mysql
