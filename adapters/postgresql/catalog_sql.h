#pragma once

#include <string_view>

/// The catalog queries of the inspector. $1 is the list of namespaces' oids as '{2200,…}'. Each
/// covers all tables at once. {…} is filled in by server version (see inspect.cpp). Objects that an
/// extension owns are in none.
namespace covet::postgresql::catalog_sql {

inline constexpr std::string_view relations = R"(
SELECT c.oid, n.nspname, c.relname, c.relkind::text AS kind, c.relpersistence::text AS persistence,
       c.relispartition, c.relrowsecurity, array_to_string(c.reloptions, ', ') AS storage,
       d.description AS comment,
       (SELECT json_agg(json_build_array(pn.nspname, p.relname) ORDER BY h.inhseqno)::text
          FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent
          JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE h.inhrelid = c.oid) AS parents,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS sql
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE c.relnamespace = ANY ($1::oid[]) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e')
)";

/// A column's sequence: by identity (deptype i) or by OWNED BY (deptype a).
inline constexpr std::string_view columns = R"(
SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
       pg_get_expr(ad.adbin, ad.adrelid) AS default_sql, a.attidentity::text AS identity,
       a.attgenerated::text AS generated, a.attislocal, a.attinhcount,
       CASE WHEN a.attcollation <> t.typcollation
            THEN {collation_name} END AS collation,
       d.description AS comment,
       s.deptype::text AS owned, s.relname AS sequence, s.sequence_default, s.type AS sequence_type,
       s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
  LEFT JOIN pg_collation co ON co.oid = a.attcollation
  LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
  LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = a.attrelid
                            AND d.objsubid = a.attnum
  LEFT JOIN (SELECT p.refobjid, p.refobjsubid, p.deptype, sc.relname, q.*,
                    format_type(q.seqtypid, NULL) AS type,
                    'nextval(' || quote_literal(sc.oid::regclass::text) || '::regclass)'
                      AS sequence_default
               FROM pg_depend p
               JOIN pg_sequence q ON q.seqrelid = p.objid
               JOIN pg_class sc ON sc.oid = p.objid
              WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass
                AND p.deptype IN ('i', 'a') AND p.refobjsubid > 0) s
    ON s.refobjid = a.attrelid AND s.refobjsubid = a.attnum
 WHERE c.relnamespace = ANY ($1::oid[]) AND c.relkind = 'r' AND NOT c.relispartition
   AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attrelid, a.attnum, s.seqrelid
)";

inline constexpr std::string_view constraints = R"(
SELECT k.conrelid, k.conname, k.contype::text AS kind, k.condeferrable, k.condeferred,
       k.convalidated, k.connoinherit, k.conislocal,
       k.confupdtype::text AS on_update, k.confdeltype::text AS on_delete,
       k.confmatchtype::text AS match, fn.nspname AS target_schema, f.relname AS target,
       pg_get_expr(k.conbin, k.conrelid) AS expression, pg_get_constraintdef(k.oid) AS definition,
       (SELECT json_agg(a.attname ORDER BY u.n)::text
          FROM unnest(k.conkey) WITH ORDINALITY u(num, n)
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num) AS columns,
       (SELECT json_agg(a.attname ORDER BY u.n)::text
          FROM unnest(k.confkey) WITH ORDINALITY u(num, n)
          JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num) AS target_columns,
       coalesce(i.indnkeyatts < i.indnatts, false) AS has_include,
       coalesce({nulls_not_distinct}, false) AS nulls_not_distinct,
       {set_columns} AS set_columns, {enforced} AS enforced, {period} AS period
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
  LEFT JOIN pg_class f ON f.oid = k.confrelid
  LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
 WHERE c.relnamespace = ANY ($1::oid[]) AND c.relkind = 'r' AND NOT c.relispartition
   AND k.contype IN ('p', 'u', 'c', 'f', 'x') AND k.conparentid = 0
 ORDER BY k.conrelid, k.conname
)";

/// One row for each key and included column. 100 is the oid of the collation "default".
inline constexpr std::string_view indexes = R"(
SELECT i.indrelid, i.indexrelid, ic.relname, am.amname, i.indisunique,
       coalesce({nulls_not_distinct}, false) AS nulls_not_distinct,
       pg_get_expr(i.indpred, i.indrelid) AS predicate, d.description AS comment,
       array_to_string(ic.reloptions, ', ') AS storage,
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
 CROSS JOIN LATERAL generate_series(1, i.indnatts::integer) u(n)
  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[u.n - 1] AND a.attnum > 0
  LEFT JOIN pg_attribute ia ON ia.attrelid = i.indexrelid AND ia.attnum = u.n
  LEFT JOIN pg_opclass oc ON u.n <= i.indnkeyatts AND oc.oid = i.indclass[u.n - 1]
  LEFT JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace
  LEFT JOIN pg_collation co ON u.n <= i.indnkeyatts AND co.oid = i.indcollation[u.n - 1]
  LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_class'::regclass AND d.objoid = i.indexrelid AND d.objsubid = 0
 WHERE c.relnamespace = ANY ($1::oid[]) AND c.relkind = 'r' AND NOT c.relispartition
   AND i.indisvalid AND i.indisready
   AND NOT EXISTS (SELECT FROM pg_constraint k
                    WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
 ORDER BY i.indrelid, ic.relname, u.n
)";

inline constexpr std::string_view enums = R"(
SELECT n.nspname, t.typname, d.description AS comment,
       coalesce((SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder)::text
                   FROM pg_enum e WHERE e.enumtypid = t.oid), '[]') AS labels
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
       k.conname, pg_get_expr(k.conbin, 0) AS expression, k.convalidated
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
  JOIN pg_type b ON b.oid = t.typbasetype
  LEFT JOIN pg_collation co ON co.oid = t.typcollation
  LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
  LEFT JOIN pg_constraint k ON k.contypid = t.oid AND k.contype = 'c'
 WHERE t.typnamespace = ANY ($1::oid[]) AND t.typtype = 'd'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                      AND e.objid = t.oid AND e.deptype = 'e')
 ORDER BY n.nspname, t.typname, k.conname
)";

inline constexpr std::string_view sequences = R"(
SELECT n.nspname, c.relname, format_type(s.seqtypid, NULL) AS type, s.seqstart, s.seqincrement,
       s.seqmin, s.seqmax, s.seqcache, s.seqcycle, tn.nspname AS table_schema, t.relname AS table,
       a.attname AS column
  FROM pg_sequence s
  JOIN pg_class c ON c.oid = s.seqrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = c.oid
                       AND p.refclassid = 'pg_class'::regclass AND p.deptype = 'a'
  LEFT JOIN pg_class t ON t.oid = p.refobjid
  LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
 WHERE c.relnamespace = ANY ($1::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                      AND e.objid = c.oid AND e.deptype IN ('e', 'i'))
)";

inline constexpr std::string_view extensions = R"(
SELECT e.extname, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
 WHERE e.extname <> 'plpgsql'
)";

/// What is named to the user and left alone.
inline constexpr std::string_view others = R"(
WITH mine AS (SELECT unnest($1::oid[]) AS oid),
extension_member AS (SELECT classid, objid FROM pg_depend WHERE deptype IN ('e', 'i'))
SELECT o.kind, n.nspname, o.name, o.on_table, o.sql
  FROM (
    SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
           p.pronamespace AS namespace,
           p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name,
           NULL::text AS on_table, 'pg_proc'::regclass AS class, p.oid,
           CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END AS sql
      FROM pg_proc p WHERE p.pronamespace IN (SELECT oid FROM mine)
    UNION ALL
    SELECT 'trigger', c.relnamespace, g.tgname, c.relname, 'pg_trigger'::regclass, g.oid,
           pg_get_triggerdef(g.oid)
      FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
     WHERE NOT g.tgisinternal AND NOT c.relispartition
    UNION ALL
    SELECT 'rule', c.relnamespace, r.rulename, c.relname, 'pg_rewrite'::regclass, r.oid,
           pg_get_ruledef(r.oid)
      FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN'
    UNION ALL
    SELECT 'policy', c.relnamespace, p.polname, c.relname, 'pg_policy'::regclass, p.oid, NULL
      FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
    UNION ALL
    SELECT 'range type', t.typnamespace, t.typname, NULL, 'pg_type'::regclass, t.oid, NULL
      FROM pg_type t WHERE t.typtype = 'r'
    UNION ALL
    SELECT 'base type', t.typnamespace, t.typname, NULL, 'pg_type'::regclass, t.oid, NULL
      FROM pg_type t WHERE t.typtype = 'b' AND t.typelem = 0 AND t.typnamespace IN (SELECT oid FROM mine)
    UNION ALL
    SELECT 'collation', l.collnamespace, l.collname, NULL, 'pg_collation'::regclass, l.oid, NULL
      FROM pg_collation l
    UNION ALL
    SELECT 'operator', p.oprnamespace, p.oid::regoperator::text, NULL, 'pg_operator'::regclass, p.oid, NULL
      FROM pg_operator p WHERE p.oprnamespace IN (SELECT oid FROM mine)
    UNION ALL
    SELECT 'operator class', p.opcnamespace, p.opcname, NULL, 'pg_opclass'::regclass, p.oid, NULL
      FROM pg_opclass p
    UNION ALL
    SELECT 'conversion', p.connamespace, p.conname, NULL, 'pg_conversion'::regclass, p.oid, NULL
      FROM pg_conversion p
    UNION ALL
    SELECT 'text search configuration', p.cfgnamespace, p.cfgname, NULL, 'pg_ts_config'::regclass, p.oid, NULL
      FROM pg_ts_config p
    UNION ALL
    SELECT 'text search dictionary', p.dictnamespace, p.dictname, NULL, 'pg_ts_dict'::regclass, p.oid, NULL
      FROM pg_ts_dict p
    UNION ALL
    SELECT 'statistics', s.stxnamespace, s.stxname, c.relname, 'pg_statistic_ext'::regclass, s.oid,
           pg_get_statisticsobjdef(s.oid)
      FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid
  ) o
  JOIN pg_namespace n ON n.oid = o.namespace
 WHERE o.namespace IN (SELECT oid FROM mine)
   AND NOT EXISTS (SELECT FROM extension_member e WHERE e.classid = o.class AND e.objid = o.oid)
UNION ALL
SELECT 'event trigger', NULL, t.evtname, NULL, NULL FROM pg_event_trigger t
 WHERE NOT EXISTS (SELECT FROM extension_member e
                    WHERE e.classid = 'pg_event_trigger'::regclass AND e.objid = t.oid)
UNION ALL
SELECT 'cast', NULL, format_type(s.castsource, NULL) || ' as ' || format_type(s.casttarget, NULL), NULL, NULL
  FROM pg_cast s
 WHERE s.oid >= 16384
   AND NOT EXISTS (SELECT FROM extension_member e
                    WHERE e.classid = 'pg_cast'::regclass AND e.objid = s.oid)
)";

}  // namespace covet::postgresql::catalog_sql
