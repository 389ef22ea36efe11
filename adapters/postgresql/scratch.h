#pragma once

#include <string>
#include <vector>

#include "core/db/connection.h"

namespace covet::postgresql {

/// One thing that the server is to spell, and what it is called if that fails.
struct Try {
  std::string what;
  std::string sql;
  /// What needs things that aren't there yet can't equal what is there: no need to speak of it.
  bool may_lack = false;
};

/// Within the transaction under way; what fails leaves nothing behind and is told to `unspelled`.
void carry_out(Connection& connection, const std::vector<Try>& all,
               std::vector<std::string>& unspelled);

}  // namespace covet::postgresql
