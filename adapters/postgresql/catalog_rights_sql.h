#pragma once

#include <string_view>

namespace covet::postgresql::catalog_sql {

/// A row for each grant, and at least one for each thing; `untouched` where nobody ever granted or
/// revoked anything, so that the owner's grants, which are not told then, are the usual ones.
/// `class`: "relation", "routine", "type", or a kind. A sequence that a column owns tells whose it
/// is.
inline constexpr std::string_view rights = R"(
SELECT o.class, o.nspname, o.name, o.signature, pg_get_userbyid(o.owner) AS owner,
       o.acl IS NULL AS untouched, o.table_schema, o.table_name, o.table_column,
       CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee) END AS grantee,
       lower(x.privilege_type) AS privilege, x.is_grantable, NULL AS granted_column
  FROM (
    SELECT 'relation' AS class, n.nspname, c.relname AS name, NULL AS signature, c.relowner AS owner,
           c.relacl AS acl, (CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char" AS letter,
           tn.nspname AS table_schema, t.relname AS table_name, a.attname AS table_column
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_depend p ON c.relkind = 'S' AND p.classid = 'pg_class'::regclass
                           AND p.objid = c.oid AND p.refclassid = 'pg_class'::regclass
                           AND p.deptype IN ('a', 'i') AND p.refobjsubid > 0
      LEFT JOIN pg_class t ON t.oid = p.refobjid
      LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
     WHERE c.relnamespace = ANY ($1::oid[]) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT 'routine', n.nspname, p.proname,
           '(' || CASE p.prokind
                    WHEN 'a' THEN coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*')
                    ELSE oidvectortypes(p.proargtypes) END || ')',
           p.proowner, p.proacl, 'f', NULL, NULL, NULL
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE p.pronamespace = ANY ($1::oid[])
    UNION ALL
    SELECT 'type', n.nspname, t.typname, NULL, t.typowner, t.typacl, 'T', NULL, NULL, NULL
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      LEFT JOIN pg_class c ON c.oid = t.typrelid
     WHERE t.typnamespace = ANY ($1::oid[])
       AND (t.typtype IN ('d', 'e', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
    UNION ALL
    SELECT 'schema', NULL, n.nspname, NULL, n.nspowner, n.nspacl, 'n', NULL, NULL, NULL
      FROM pg_namespace n WHERE n.oid = ANY ($1::oid[])
    UNION ALL
    SELECT 'language', NULL, l.lanname, NULL, l.lanowner, l.lanacl, 'l', NULL, NULL, NULL
      FROM pg_language l WHERE l.lanispl AND l.oid >= 16384
    UNION ALL
    SELECT 'foreign data wrapper', NULL, w.fdwname, NULL, w.fdwowner, w.fdwacl, 'F', NULL, NULL, NULL
      FROM pg_foreign_data_wrapper w
    UNION ALL
    SELECT 'server', NULL, s.srvname, NULL, s.srvowner, s.srvacl, 'S', NULL, NULL, NULL
      FROM pg_foreign_server s
  ) o
  LEFT JOIN LATERAL aclexplode(coalesce(o.acl, acldefault(o.letter, o.owner))) x
    ON o.acl IS NOT NULL OR x.grantee <> o.owner
UNION ALL
SELECT 'relation', n.nspname, c.relname, NULL, pg_get_userbyid(c.relowner), c.relacl IS NULL, NULL,
       NULL, NULL, CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee) END,
       lower(x.privilege_type), x.is_grantable, a.attname
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL aclexplode(a.attacl) x
 WHERE c.relnamespace = ANY ($1::oid[]) AND a.attacl IS NOT NULL AND NOT a.attisdropped
   AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
)";

}  // namespace covet::postgresql::catalog_sql
