#pragma once

#include <string>
#include <vector>

#include "core/model/model.h"
#include "schema/backend.h"
#include "tests/support/txtar.h"

namespace covet::tests {

/// The queries of tests/golden/query: a folder has models.toml, data.sql, and files of cases. A
/// case is `-- name --` with the query, then what becomes of it: `-- name: postgresql --` (mysql,
/// sqlite) with its SQL and parameters, `-- name: rows --` with its result on every engine.
struct QueryCase {
  std::string name;
  std::string query;
  std::string rows;  ///< "" where it is refused
};

std::string query_folder();
std::vector<QueryCase> query_cases(const Txtar& file);
model::ModelSet query_models(const std::string& folder);

/// Creates the tables of `models` in an empty database.
void make_tables(Connection& connection, const schema::Backend& backend,
                 const model::ModelSet& models);

/// Runs the statements of `folder`/data.sql.
void fill_tables(Connection& connection, const schema::Backend& backend, const std::string& folder);

}  // namespace covet::tests
