#pragma once

#include "schema/backend.h"

namespace covet::mysql {

/// Looks at the one database that the connection is in; Scope::schemas says nothing here.
class MysqlInspector final : public schema::Inspector {
 public:
  schema::Schema inspect(Connection& connection, const schema::Scope& scope) const override;
  schema::Schema normalize(Connection& connection, const schema::Schema& wanted,
                           const schema::Schema& live,
                           std::vector<std::string>& unspelled) const override;
};

const MysqlInspector& inspector();

}  // namespace covet::mysql
