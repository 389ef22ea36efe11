#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/db/connection.h"
#include "schema/backend.h"

namespace covet::postgresql {

/// The schemas that a scope means.
struct Namespaces {
  std::vector<std::int64_t> oids;
  std::string default_schema;
};

/// The default schema is the scope's first, else the first of the search_path that exists, else
/// public. Schemas that don't exist are left out.
Namespaces find_namespaces(Connection& connection, const schema::Scope& scope);

/// For the transaction under way: what the catalog functions print depends on nothing but
/// `search_path` (as SQL).
void settle_spelling(Connection& connection, const std::string& search_path);

}  // namespace covet::postgresql
