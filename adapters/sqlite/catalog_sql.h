#pragma once

#include <string_view>

/// What is asked of the catalog: three queries, whatever the number of tables.
namespace covet::sqlite::catalog_sql {

/// SQLite's own tables and the indexes that belong to constraints are left out.
inline constexpr std::string_view objects = R"sql(
SELECT type AS kind, name, tbl_name AS tbl, sql
  FROM sqlite_schema
 WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\' AND sql IS NOT NULL
 ORDER BY rowid)sql";

/// Tables that are not ordinary ones: "virtual", and "shadow" for those that belong to such a one.
/// Alone, because a join would ask for the list once a table.
inline constexpr std::string_view special_tables = R"sql(
SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('virtual', 'shadow'))sql";

/// The columns of ordinary tables, as SQLite itself understood their text.
inline constexpr std::string_view columns = R"sql(
SELECT s.name AS tbl, c.name AS name, c.type AS type, c."notnull" AS not_null,
       c.dflt_value AS dflt, c.pk AS pk, c.hidden AS hidden
  FROM sqlite_schema AS s
  JOIN pragma_table_xinfo(s.name) AS c
 WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\_%' ESCAPE '\'
   AND s.sql NOT LIKE 'CREATE VIRTUAL%'
 ORDER BY s.rowid, c.cid)sql";

}  // namespace covet::sqlite::catalog_sql
