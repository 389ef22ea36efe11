#include "adapters/postgresql/scratch.h"

#include <fmt/core.h>

#include "adapters/postgresql/expression_text.h"
#include "core/base/error.h"
#include "core/db/transaction.h"

namespace covet::postgresql {
namespace {

void rethrow_if_lost(const Error& error) {
  if (error.code() == Errc::connection || error.code() == Errc::cancelled) throw error;
}

bool lacks_something(const Error& error) {
  if (!error.sql()) return false;
  // undefined: table, column, function or operator, other object, schema
  for (const char* state : {"42P01", "42703", "42883", "42704", "3F000"}) {
    if (error.sql()->state == state) return true;
  }
  return false;
}

}  // namespace

void carry_out(Connection& connection, const std::vector<Try>& all,
               std::vector<std::string>& unspelled) {
  if (all.empty()) return;
  std::string together;
  for (const Try& one : all)
    together += (together.empty() ? "" : ";\n") + keep_array_casts(one.sql);
  try {
    Transaction savepoint(connection);
    connection.execute(together);
    return savepoint.commit();
  } catch (const Error& error) {
    rethrow_if_lost(error);
  }
  // One of them is at fault: each by itself tells which.
  for (const Try& one : all) {
    try {
      Transaction savepoint(connection);
      connection.execute(keep_array_casts(one.sql));
      savepoint.commit();
    } catch (const Error& error) {
      rethrow_if_lost(error);
      if (one.may_lack && lacks_something(error)) continue;
      unspelled.push_back(fmt::format("{}: {}", one.what, error.message()));
    }
  }
}

}  // namespace covet::postgresql
