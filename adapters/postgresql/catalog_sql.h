#pragma once

#include <string_view>

/// The catalog queries of the inspector. $1 is the list of namespaces' oids as '{2200,…}'. Each
/// covers all tables at once. {…} is filled in by server version (see inspect.cpp). Objects that an
/// extension owns are in none.
namespace covet::postgresql::catalog_sql {

inline constexpr std::string_view relations = R"(
SELECT c.oid, n.nspname, c.relname, c.relkind::text AS kind, c.relpersistence::text AS persistence,
       c.relispartition, c.relrowsecurity, c.relforcerowsecurity,
       array_to_string(c.reloptions || ARRAY(SELECT 'toast.' || o FROM unnest(tc.reloptions) o), ', ')
         AS storage,
       d.description AS comment,
       (SELECT json_agg(json_build_array(pn.nspname, p.relname) ORDER BY h.inhseqno)::text
          FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent
          JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE h.inhrelid = c.oid) AS parents,
       pg_get_partkeydef(c.oid) AS partition_by, pg_get_expr(c.relpartbound, c.oid) AS bound,
       CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS of_type,
       sp.spcname AS tablespace, CASE WHEN am.amname <> 'heap' THEN am.amname END AS access_method,
       c.relreplident::text AS replica_identity,
       (SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
         WHERE i.indrelid = c.oid AND i.indisreplident) AS replica_index,
       (SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
         WHERE i.indrelid = c.oid AND i.indisclustered) AS cluster_index
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_class tc ON tc.oid = c.reltoastrelid
  LEFT JOIN pg_tablespace sp ON sp.oid = c.reltablespace
  LEFT JOIN pg_am am ON am.oid = c.relam AND c.relkind IN ('r', 'p')
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE c.relnamespace = ANY ($1::oid[]) AND c.relkind IN ('r', 'p')
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e')
)";

/// A column's sequence: by identity (deptype i) or by OWNED BY (deptype a). One that was a serial
/// may own both: its identity's comes first.
inline constexpr std::string_view columns = R"(
SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
       pg_get_expr(ad.adbin, ad.adrelid) AS default_sql, a.attidentity::text AS identity,
       a.attgenerated::text AS generated, a.attislocal, a.attinhcount,
       CASE WHEN a.attcollation <> t.typcollation
            THEN {collation_name} END AS collation,
       d.description AS comment,
       CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END AS storage,
       {compression} AS compression, a.attstattarget AS statistics,
       array_to_json(a.attoptions)::text AS options, {not_null},
       CASE WHEN s.relpersistence <> c.relpersistence
            THEN CASE s.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'logged' END END AS sequence_persistence,
       s.deptype::text AS owned, s.relname AS sequence, s.nspname AS sequence_schema,
       tn.nspname AS table_schema, c.relispartition, s.sequence_default, s.shared, s.type AS sequence_type,
       s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace tn ON tn.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
  LEFT JOIN pg_collation co ON co.oid = a.attcollation
  LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
  {not_nulls}
  LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = a.attrelid
                            AND d.objsubid = a.attnum
  LEFT JOIN (SELECT p.refobjid, p.refobjsubid, p.deptype, sc.relname, sc.relpersistence, sn.nspname, q.*,
                    format_type(q.seqtypid, NULL) AS type,
                    EXISTS (SELECT FROM pg_depend u JOIN pg_attrdef ud ON ud.oid = u.objid
                             WHERE u.classid = 'pg_attrdef'::regclass
                               AND u.refclassid = 'pg_class'::regclass AND u.refobjid = p.objid
                               AND (ud.adrelid, ud.adnum) <> (p.refobjid, p.refobjsubid)
                               AND ud.adrelid NOT IN (SELECT inhrelid FROM pg_inherits)) AS shared,
                    'nextval(' || quote_literal(sc.oid::regclass::text) || '::regclass)'
                      AS sequence_default
               FROM pg_depend p
               JOIN pg_sequence q ON q.seqrelid = p.objid
               JOIN pg_class sc ON sc.oid = p.objid
               JOIN pg_namespace sn ON sn.oid = sc.relnamespace
              WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass
                AND p.deptype IN ('i', 'a') AND p.refobjsubid > 0) s
    ON s.refobjid = a.attrelid AND s.refobjsubid = a.attnum
 WHERE c.relnamespace = ANY ($1::oid[]) AND c.relkind IN ('r', 'p')
   AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attrelid, a.attnum, s.deptype DESC, s.seqrelid
)";

/// A partition's part of a foreign key is read as its own; what PostgreSQL adds for each partition
/// of the table that a key points to is not.
inline constexpr std::string_view constraints = R"(
SELECT k.conrelid, k.conname, k.contype::text AS kind, k.condeferrable, k.condeferred,
       k.convalidated, k.connoinherit, k.conislocal AND k.coninhcount > 0 AS both,
       k.confupdtype::text AS on_update, k.confdeltype::text AS on_delete,
       k.confmatchtype::text AS match, fn.nspname AS target_schema, f.relname AS target,
       pg_get_expr(k.conbin, k.conrelid) AS expression, pg_get_constraintdef(k.oid) AS definition,
       d.description AS comment,
       (SELECT json_agg(a.attname ORDER BY u.n)::text
          FROM unnest(k.conkey) WITH ORDINALITY u(num, n)
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num) AS columns,
       (SELECT json_agg(a.attname ORDER BY u.n)::text
          FROM unnest(k.confkey) WITH ORDINALITY u(num, n)
          JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num) AS target_columns,
       (SELECT json_agg(a.attname ORDER BY u.n)::text
          FROM unnest(i.indkey::int2[]) WITH ORDINALITY u(num, n)
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num
         WHERE u.n > i.indnkeyatts) AS included,
       array_to_string(ic.reloptions, ', ') AS storage, sp.spcname AS tablespace,
       obj_description(ic.oid, 'pg_class') AS index_comment,
       coalesce({nulls_not_distinct}, false) AS nulls_not_distinct,
       {set_columns} AS set_columns, {enforced} AS enforced, {period} AS period
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
  LEFT JOIN pg_class ic ON ic.oid = i.indexrelid
  LEFT JOIN pg_tablespace sp ON sp.oid = ic.reltablespace
  LEFT JOIN pg_class f ON f.oid = k.confrelid
  LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0
 WHERE c.relnamespace = ANY ($1::oid[]) AND c.relkind IN ('r', 'p')
   AND k.contype IN ('p', 'u', 'c', 'f', 'x')
   AND (k.conparentid = 0 OR k.contype IN ('p', 'u', 'c')
        OR k.contype = 'f' AND NOT EXISTS (
             SELECT FROM pg_constraint o
               JOIN pg_inherits h ON h.inhrelid = k.confrelid AND h.inhparent = o.confrelid
              WHERE o.conrelid = k.conrelid AND o.contype = 'f' AND o.conkey = k.conkey))
 ORDER BY k.conrelid, k.conname
)";

/// One row for each key and included column. 100 is the oid of the collation "default".
inline constexpr std::string_view indexes = R"(
SELECT i.indrelid, i.indexrelid, ic.relname, am.amname, i.indisunique,
       coalesce({nulls_not_distinct}, false) AS nulls_not_distinct,
       pg_get_expr(i.indpred, i.indrelid) AS predicate, d.description AS comment,
       array_to_string(ic.reloptions, ', ') AS storage, sp.spcname AS tablespace,
       CASE WHEN ia.attstattarget >= 0 THEN ia.attstattarget END AS statistics, u.n AS position,
       NOT (i.indisvalid AND i.indisready) AS invalid,
       u.n > i.indnkeyatts AS included, a.attname AS column,
       CASE WHEN i.indkey[u.n - 1] = 0 THEN pg_get_indexdef(i.indexrelid, u.n::integer, false) END
         AS expression,
       coalesce((i.indoption[u.n - 1] & 1) <> 0, false) AS descending,
       coalesce((i.indoption[u.n - 1] & 2) <> 0, false) AS nulls_first,
       CASE WHEN NOT oc.opcdefault OR ia.attoptions IS NOT NULL
            THEN CASE WHEN pg_opclass_is_visible(oc.oid) THEN quote_ident(oc.opcname)
                      ELSE quote_ident(ocn.nspname) || '.' || quote_ident(oc.opcname) END
                 || coalesce('(' || array_to_string(ia.attoptions, ', ') || ')', '') END AS opclass,
       CASE WHEN i.indcollation[u.n - 1] <> coalesce(nullif(a.attcollation, 0), 100)
            THEN {collation_name} END AS collation
  FROM pg_index i
  JOIN pg_class ic ON ic.oid = i.indexrelid
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_am am ON am.oid = ic.relam
  LEFT JOIN pg_tablespace sp ON sp.oid = ic.reltablespace
 CROSS JOIN LATERAL generate_series(1, i.indnatts::integer) u(n)
  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[u.n - 1] AND a.attnum > 0
  LEFT JOIN pg_attribute ia ON ia.attrelid = i.indexrelid AND ia.attnum = u.n
  LEFT JOIN pg_opclass oc ON u.n <= i.indnkeyatts AND oc.oid = i.indclass[u.n - 1]
  LEFT JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace
  LEFT JOIN pg_collation co ON u.n <= i.indnkeyatts AND co.oid = i.indcollation[u.n - 1]
  LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_class'::regclass AND d.objoid = i.indexrelid AND d.objsubid = 0
 WHERE c.relnamespace = ANY ($1::oid[]) AND c.relkind IN ('r', 'p')
   AND NOT EXISTS (SELECT FROM pg_constraint k
                    WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
 ORDER BY i.indrelid, ic.relname, u.n
)";

inline constexpr std::string_view enums = R"(
SELECT n.nspname, t.typname, d.description AS comment,
       coalesce((SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder)::text
                   FROM pg_enum e WHERE e.enumtypid = t.oid), '[]') AS labels, {kept} AS kept
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE t.typnamespace = ANY ($1::oid[]) AND t.typtype = 'e'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                      AND e.objid = t.oid AND e.deptype = 'e')
)";

/// One row for each constraint, at least one for each domain.
inline constexpr std::string_view domains = R"(
SELECT t.oid, n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod) AS base,
       t.typnotnull, t.typdefault,
       CASE WHEN t.typcollation <> b.typcollation THEN {collation_name} END AS collation,
       k.conname, pg_get_expr(k.conbin, 0) AS expression, k.convalidated, d.description AS comment,
       CASE WHEN kd.description IS NOT NULL
            THEN format('COMMENT ON CONSTRAINT %I ON DOMAIN %s%I IS %L', k.conname, {home:n},
                        t.typname, kd.description) END AS constraint_comment,
       {kept} AS kept
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
  JOIN pg_type b ON b.oid = t.typbasetype
  LEFT JOIN pg_collation co ON co.oid = t.typcollation
  LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
  LEFT JOIN pg_constraint k ON k.contypid = t.oid AND k.contype = 'c'
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
  LEFT JOIN pg_description kd
    ON kd.classoid = 'pg_constraint'::regclass AND kd.objoid = k.oid AND kd.objsubid = 0
 WHERE t.typnamespace = ANY ($1::oid[]) AND t.typtype = 'd'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                      AND e.objid = t.oid AND e.deptype = 'e')
 ORDER BY n.nspname, t.typname, k.conname
)";

inline constexpr std::string_view sequences = R"(
SELECT n.nspname, c.relname, format_type(s.seqtypid, NULL) AS type, s.seqstart, s.seqincrement,
       s.seqmin, s.seqmax, s.seqcache, s.seqcycle, tn.nspname AS table_schema, t.relname AS table,
       a.attname AS column, c.relpersistence = 'u' AS unlogged, d.description AS comment,
       {kept} AS kept
  FROM pg_sequence s
  JOIN pg_class c ON c.oid = s.seqrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = c.oid
                       AND p.refclassid = 'pg_class'::regclass AND p.deptype = 'a'
  LEFT JOIN pg_class t ON t.oid = p.refobjid
  LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE c.relnamespace = ANY ($1::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                      AND e.objid = c.oid AND e.deptype IN ('e', 'i'))
)";

inline constexpr std::string_view extensions = R"(
SELECT e.extname, n.nspname,
       CASE WHEN d.description <> coalesce((SELECT a.comment FROM pg_available_extensions() a
                                             WHERE a.name = e.extname), '')
            THEN d.description END AS comment
  FROM pg_extension e
  JOIN pg_namespace n ON n.oid = e.extnamespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_extension'::regclass AND d.objoid = e.oid AND d.objsubid = 0
 WHERE e.extname <> 'plpgsql'
)";

}  // namespace covet::postgresql::catalog_sql
