#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sqlite/sqlite.h"
#include "migrations/sql_split.h"
#include "schema/backend.h"
#include "schema/plan.h"

namespace covet::tests {

inline const schema::Backend& sqlite_backend() {
  return sqlite::backend();
}

inline std::unique_ptr<Connection> open_sqlite(const std::string& url,
                                               const ConnectOptions& options = {}) {
  return sqlite_backend().driver.connect(parse_url(url), options);
}

inline std::unique_ptr<Connection> sqlite_in_memory() {
  return open_sqlite("sqlite::memory:");
}

inline void run_script(Connection& connection, std::string_view sql) {
  for (const auto& statement :
       migrations::split_sql(sql, sqlite_backend().dialect.lexical_rules())) {
    connection.execute(statement.text);
  }
}

inline schema::Schema inspect(Connection& connection) {
  return sqlite_backend().inspector.inspect(connection, {});
}

inline std::unique_ptr<schema::Ddl> sqlite_ddl() {
  return sqlite_backend().make_ddl({});
}

/// Runs what a plan rendered as a migration does: guarded, in one transaction.
inline void run_guarded(Connection& connection, const schema::Rendered& rendered) {
  const schema::Guard& guard = sqlite_backend().guard;
  guard.prepare(connection, rendered.foreign_keys_off);
  try {
    connection.execute("BEGIN IMMEDIATE");
    for (const std::string& statement : rendered.statements)
      connection.execute(statement);
    guard.verify(connection, rendered.foreign_keys_off);
    connection.execute("COMMIT");
  } catch (...) {
    if (connection.in_transaction()) connection.execute("ROLLBACK");
    guard.restore(connection);
    throw;
  }
  guard.restore(connection);
}

/// One line a row, values separated by '|'.
inline std::string rows_text(Connection& connection, std::string_view sql) {
  std::string text;
  for (const Row& row : connection.fetch_all(sql)) {
    for (std::size_t i = 0; i < row.size(); ++i)
      text += (i > 0 ? "|" : "") + to_text(row[i]);
    text += "\n";
  }
  return text;
}

/// What SQLite's own pragmas say of all tables: columns, indexes, foreign keys. Names of automatic
/// indexes aside.
inline std::string catalog_text(Connection& connection) {
  return rows_text(connection, R"(
      SELECT s.name, c.cid, c.name, upper(c.type), c."notnull",
             CASE WHEN c.dflt_value = 'NULL' THEN NULL ELSE c.dflt_value END, c.pk, c.hidden
        FROM sqlite_schema s JOIN pragma_table_xinfo(s.name) c
       WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite%' ORDER BY 1, 2)") +
         rows_text(connection, R"(
      SELECT s.name, CASE WHEN i.origin = 'c' THEN i.name ELSE i.origin END AS n, i."unique", i.partial,
             group_concat(coalesce(k.name, '<expr>') || ' ' || k.desc || ' ' || k.coll, ',') AS keys
        FROM sqlite_schema s JOIN pragma_index_list(s.name) i JOIN pragma_index_xinfo(i.name) k
       WHERE s.type = 'table' AND k.key = 1 GROUP BY s.name, i.name ORDER BY 1, n, keys)") +
         rows_text(connection, R"(
      SELECT s.name, f."table", f."from", f."to", f.on_update, f.on_delete
        FROM sqlite_schema s JOIN pragma_foreign_key_list(s.name) f
       WHERE s.type = 'table' ORDER BY 1, 2, 3, f.seq)");
}

/// The SQL that makes all tables of `schema` in an empty database.
inline schema::Rendered render_all(const schema::Schema& schema) {
  schema::Rendered all;
  const auto ddl = sqlite_ddl();
  schema::Schema now;
  for (const schema::Table& table : schema.tables) {
    const std::vector<schema::Change> change{schema::CreateTable{table}};
    const schema::Rendered one = ddl->render(change, now, schema);
    all.statements.insert(all.statements.end(), one.statements.begin(), one.statements.end());
    schema::apply(now, change.front());
  }
  return all;
}

}  // namespace covet::tests
