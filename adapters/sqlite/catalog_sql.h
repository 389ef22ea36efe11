#pragma once

#include <string_view>

/// What is asked of the catalog: one query for all objects, one for all columns, whatever the
/// number of tables.
namespace covet::sqlite::catalog_sql {

/// kind is sqlite_schema's type, but "virtual" and "shadow" for such tables. SQLite's own tables
/// and the indexes that belong to constraints are left out.
inline constexpr std::string_view objects = R"sql(
SELECT CASE WHEN s.type = 'table' THEN coalesce(l.type, 'table') ELSE s.type END AS kind,
       s.name AS name, s.tbl_name AS tbl, s.sql AS sql
  FROM sqlite_schema AS s
  LEFT JOIN pragma_table_list AS l ON l.schema = 'main' AND l.name = s.name AND s.type = 'table'
 WHERE s.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND s.sql IS NOT NULL
 ORDER BY s.rowid)sql";

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
