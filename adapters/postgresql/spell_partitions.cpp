#include "adapters/postgresql/spell_partitions.h"

#include <fmt/core.h>

#include "adapters/postgresql/ddl_family.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"

namespace covet::postgresql {

using schema::Schema;
using schema::Table;

namespace {

/// Equal to what the server has, so spelled by it, or not there yet.
bool is_settled(const Table& table, const Schema& live) {
  const Table* known = live.find_table(table.name);
  return known == nullptr ||
         (option(known->options, "partition_by") == option(table.options, "partition_by") &&
          option(known->options, "bound") == option(table.options, "bound"));
}

std::string columns_of(const Table& table) {
  std::vector<std::string> columns;
  for (const schema::Column& column : table.columns) {
    columns.push_back(quote(column.name) + " " + column.type);
    if (!column.collation.empty())
      columns.back() += " COLLATE " + quote_collation(column.collation);
  }
  return join(columns, ", ");
}

std::string ask(Connection& connection, const std::string& expression, const std::string& table) {
  const Rows rows = connection.fetch_all(fmt::format(
      "SELECT {} AS text FROM pg_class WHERE oid = 'pg_temp.{}'::regclass", expression, table));
  return rows.at(0).text("text");
}

void spell_one(Connection& connection, Table& whole, Schema& wanted) {
  Transaction savepoint(connection);
  connection.execute(fmt::format("CREATE TEMP TABLE covet_whole ({}) PARTITION BY {}",
                                 columns_of(whole), whole.options.at("partition_by")));
  whole.options["partition_by"] = ask(connection, "pg_get_partkeydef(oid)", "covet_whole");
  int count = 0;
  for (Table& part : wanted.tables) {
    if (!is_partition(part) || parents_of(part).front() != whole.name) continue;
    const std::string name = fmt::format("covet_part_{}", ++count);
    connection.execute(fmt::format("CREATE TEMP TABLE {} PARTITION OF covet_whole {}", name,
                                   option(part.options, "bound")));
    part.options["bound"] = ask(connection, "pg_get_expr(relpartbound, oid)", name);
  }
  savepoint.rollback();
}

}  // namespace

void spell_partitions(Connection& connection, Schema& wanted, const Schema& live,
                      std::vector<std::string>& unspelled) {
  for (Table& whole : wanted.tables) {
    if (!is_partitioned(whole)) continue;
    bool settled = is_settled(whole, live);
    for (const Table* part : children_of(whole.name, wanted))
      settled = settled && is_settled(*part, live);
    if (settled) continue;
    try {
      spell_one(connection, whole, wanted);
    } catch (const Error& error) {
      if (error.code() == Errc::connection || error.code() == Errc::cancelled) throw;
      unspelled.push_back(
          fmt::format("partitions of {}: {}", whole.name.display(), error.message()));
    }
  }
}

}  // namespace covet::postgresql
