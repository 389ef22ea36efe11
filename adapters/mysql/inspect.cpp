#include "adapters/mysql/inspect.h"

#include "adapters/mysql/catalog.h"
#include "adapters/mysql/normalize.h"

namespace covet::mysql {

schema::Schema MysqlInspector::inspect(Connection& connection, const schema::Scope& scope) const {
  return read_database(connection, connection.server().database, scope);
}

schema::Schema MysqlInspector::normalize(Connection& connection, const schema::Schema& wanted,
                                         const schema::Schema& live,
                                         std::vector<std::string>& unspelled) const {
  return spell(connection, wanted, live, unspelled);
}

const MysqlInspector& inspector() {
  static const MysqlInspector instance;
  return instance;
}

}  // namespace covet::mysql
