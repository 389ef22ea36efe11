#pragma once

#include <string_view>

/// The catalog queries for what is carried as SQL text. As in catalog_sql.h $1 is the list of
/// namespaces' oids; $2 is the list of the namespaces whose names need no prefix. All but `views`
/// have the columns that CatalogReader::add_objects reads; what they lack is NULL:
///
///   kind, nspname, name, signature   the object's own
///   on_schema, on_table              what it stands on
///   qualified                        the name that `sql` and `completing` spell with its schema,
///                                    whatever the search_path
///   sql, comment, drop_sql
///   completing, kept                 JSON lists of statements
///
/// {home:n} stands for the prefix of names in the namespace n, {kept} for owner and grants, {hidden} for how
/// a routine `p` is called whose name is a built-in one's.
namespace covet::postgresql::catalog_sql {

inline constexpr std::string_view schemas = R"(
SELECT 'schema' AS kind, NULL AS nspname, n.nspname AS name, NULL AS signature, NULL AS on_schema,
       NULL AS on_table, NULL AS qualified,
       format('CREATE SCHEMA %s"%s"', CASE WHEN n.nspname = ANY ($2::text[]) THEN 'IF NOT EXISTS ' END,
              replace(n.nspname, '"', '""')) AS sql,
       d.description AS comment, NULL AS completing, CASE WHEN n.nspname <> ALL ($2::text[]) THEN {kept} END AS kept,
       CASE WHEN n.nspname = ANY ($2::text[])
            THEN format('COMMENT ON SCHEMA %I IS %L', n.nspname, u.comment) END AS drop_sql
  FROM pg_namespace n
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_namespace'::regclass AND d.objoid = n.oid AND d.objsubid = 0
 CROSS JOIN LATERAL (SELECT CASE WHEN n.nspname = 'public' THEN 'standard public schema' END AS comment) u
 WHERE n.oid = ANY ($1::oid[])
   AND (n.nspname <> ALL ($2::text[])
        OR coalesce(d.description, '') <> coalesce(u.comment, ''))
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_namespace'::regclass
                      AND e.objid = n.oid AND e.deptype = 'e')
)";

/// `completing`: defaults and comments of columns; a materialized view's storage and indexes.
inline constexpr std::string_view views = R"(
SELECT c.oid, n.nspname, c.relname, c.relkind = 'm' AS materialized, pg_get_viewdef(c.oid) AS query,
       array_to_string(c.reloptions, ', ') AS options, c.relispopulated AS populated,
       CASE WHEN am.amname <> 'heap' THEN am.amname END AS method, s.spcname AS tablespace,
       d.description AS comment, {kept} AS kept,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS qualified,
       (SELECT json_agg(t.statement ORDER BY t.rank, t.name)::text
          FROM (SELECT 1 AS rank, a.attnum::text AS name,
                       format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', o.own, a.attname,
                              pg_get_expr(f.adbin, f.adrelid)) AS statement
                  FROM pg_attrdef f
                  JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
                 WHERE f.adrelid = c.oid AND c.relkind = 'v'
                UNION ALL
                SELECT 2, a.attnum::text,
                       format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I SET STATISTICS %s',
                              o.own, a.attname, a.attstattarget)
                  FROM pg_attribute a
                 WHERE a.attrelid = c.oid AND c.relkind = 'm' AND a.attnum > 0
                   AND a.attstattarget >= 0
                UNION ALL
                SELECT 2, a.attnum::text,
                       format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I SET STORAGE %s',
                              o.own, a.attname,
                              CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                                WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END)
                  FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
                 WHERE a.attrelid = c.oid AND c.relkind = 'm' AND a.attnum > 0
                   AND a.attstorage <> y.typstorage
                UNION ALL
                SELECT 2, a.attnum::text,
                       format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I SET COMPRESSION %s',
                              o.own, a.attname,
                              CASE {compression} WHEN 'l' THEN 'lz4' ELSE 'pglz' END)
                  FROM pg_attribute a
                 WHERE a.attrelid = c.oid AND c.relkind = 'm' AND a.attnum > 0
                   AND {compression} IS NOT NULL
                UNION ALL
                SELECT 3, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
                  FROM pg_index i WHERE i.indrelid = c.oid
                UNION ALL
                SELECT 4, ic.relname,
                       format('ALTER MATERIALIZED VIEW %s CLUSTER ON %I', o.own, ic.relname)
                  FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
                 WHERE i.indrelid = c.oid AND i.indisclustered
                UNION ALL
                SELECT 5, ic.relname, format('COMMENT ON INDEX %s%I IS %L', {home:n}, ic.relname,
                                             e.description)
                  FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
                  JOIN pg_description e ON e.classoid = 'pg_class'::regclass AND e.objoid = ic.oid
                                       AND e.objsubid = 0
                 WHERE i.indrelid = c.oid
                UNION ALL
                SELECT 6, a.attnum::text, format('COMMENT ON COLUMN %s.%I IS %L', o.own, a.attname,
                                                 e.description)
                  FROM pg_description e
                  JOIN pg_attribute a ON a.attrelid = e.objoid AND a.attnum = e.objsubid
                 WHERE e.classoid = 'pg_class'::regclass AND e.objoid = c.oid AND e.objsubid > 0
               ) t) AS completing
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT {home:n} || quote_ident(c.relname) AS own) o
  LEFT JOIN pg_am am ON am.oid = c.relam
  LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE c.relnamespace = ANY ($1::oid[]) AND c.relkind IN ('v', 'm')
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e')
 ORDER BY c.oid
)";

/// Range types bring constructors along, which belong to them (deptype i).
inline constexpr std::string_view routines = R"(
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS kind, n.nspname,
       p.proname AS name, '(' || oidvectortypes(p.proargtypes) || ')' AS signature,
       NULL AS on_schema, NULL AS on_table,
       quote_ident(n.nspname) || '.' || quote_ident(p.proname) AS qualified,
       pg_get_functiondef(p.oid) AS sql, h.comment, h.completing, {kept} AS kept,
       h.drop_sql
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_proc'::regclass AND d.objoid = p.oid AND d.objsubid = 0
{hidden}
 WHERE p.pronamespace = ANY ($1::oid[]) AND p.prokind <> 'a'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass
                      AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
 ORDER BY p.oid
)";

/// {function:oid} is the function's name.
inline constexpr std::string_view aggregates = R"(
SELECT 'aggregate' AS kind, n.nspname, p.proname AS name, s.signature, NULL AS on_schema,
       NULL AS on_table, NULL AS qualified,
       format(E'CREATE AGGREGATE %s%I(%s) (\n    %s\n)', {home:n}, p.proname,
              coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*'),
              concat_ws(E',\n    ',
                'SFUNC = ' || {function:a.aggtransfn},
                'STYPE = ' || format_type(a.aggtranstype, NULL),
                'SSPACE = ' || nullif(a.aggtransspace, 0),
                'FINALFUNC = ' || {function:a.aggfinalfn},
                CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
                'FINALFUNC_MODIFY = ' || CASE
                  WHEN a.aggfinalfn = 0
                    OR a.aggfinalmodify = CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN NULL
                  ELSE m.words ->> a.aggfinalmodify::text END,
                'COMBINEFUNC = ' || {function:a.aggcombinefn},
                'SERIALFUNC = ' || {function:a.aggserialfn},
                'DESERIALFUNC = ' || {function:a.aggdeserialfn},
                'INITCOND = ' || quote_literal(a.agginitval),
                'MSFUNC = ' || {function:a.aggmtransfn},
                'MINVFUNC = ' || {function:a.aggminvtransfn},
                'MSTYPE = ' || CASE WHEN a.aggmtranstype <> 0
                                    THEN format_type(a.aggmtranstype, NULL) END,
                'MSSPACE = ' || nullif(a.aggmtransspace, 0),
                'MFINALFUNC = ' || {function:a.aggmfinalfn},
                CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
                'MFINALFUNC_MODIFY = ' || CASE
                  WHEN a.aggmfinalfn = 0
                    OR a.aggmfinalmodify = CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN NULL
                  ELSE m.words ->> a.aggmfinalmodify::text END,
                'MINITCOND = ' || quote_literal(a.aggminitval),
                'SORTOP = ' || (SELECT format('OPERATOR(%I.%s)', sn.nspname, so.oprname)
                                  FROM pg_operator so JOIN pg_namespace sn ON sn.oid = so.oprnamespace
                                 WHERE so.oid = a.aggsortop),
                CASE WHEN a.aggkind = 'h' THEN 'HYPOTHETICAL' END,
                CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE'
                                   WHEN 'r' THEN 'PARALLEL = RESTRICTED' END)) AS sql,
       h.comment, h.completing, {kept} AS kept, h.drop_sql
  FROM pg_aggregate a
  JOIN pg_proc p ON p.oid = a.aggfnoid
  JOIN pg_namespace n ON n.oid = p.pronamespace
 CROSS JOIN LATERAL (
       SELECT '(' || coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*') || ')'
                AS signature) s
 CROSS JOIN (SELECT '{"r": "READ_ONLY", "s": "SHAREABLE", "w": "READ_WRITE"}'::json AS words) m
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_proc'::regclass AND d.objoid = p.oid AND d.objsubid = 0
{hidden}
 WHERE p.pronamespace = ANY ($1::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass
                      AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
 ORDER BY p.oid
)";

/// A partition's copy of its parent's trigger depends on that one.
inline constexpr std::string_view triggers = R"(
SELECT 'trigger' AS kind, NULL AS nspname, g.tgname AS name, NULL AS signature,
       n.nspname AS on_schema, c.relname AS on_table,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS qualified,
       pg_get_triggerdef(g.oid) AS sql, d.description AS comment,
       (WITH RECURSIVE parts AS (
          SELECT g.oid, 0 AS depth, g.tgrelid AS relation, g.tgenabled AS state, 'O'::"char" AS usual
          UNION ALL
          SELECT x.oid, parts.depth + 1, x.tgrelid, x.tgenabled, parts.state
            FROM parts
            JOIN pg_depend e ON e.classid = 'pg_trigger'::regclass AND e.refobjid = parts.oid
                            AND e.refclassid = 'pg_trigger'::regclass
            JOIN pg_trigger x ON x.oid = e.objid)
        SELECT json_agg(format('ALTER TABLE %s%I %s TRIGGER %I', {home:xn}, xc.relname,
                               CASE parts.state WHEN 'O' THEN 'ENABLE'
                                                WHEN 'D' THEN 'DISABLE'
                                                WHEN 'R' THEN 'ENABLE REPLICA'
                                                ELSE 'ENABLE ALWAYS' END, g.tgname)
                        ORDER BY parts.depth, xn.nspname, xc.relname)::text
          FROM parts
          JOIN pg_class xc ON xc.oid = parts.relation
          JOIN pg_namespace xn ON xn.oid = xc.relnamespace
         WHERE parts.state <> parts.usual) AS completing, NULL AS kept, NULL AS drop_sql
  FROM pg_trigger g
  JOIN pg_class c ON c.oid = g.tgrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_trigger'::regclass AND d.objoid = g.oid AND d.objsubid = 0
 WHERE c.relnamespace = ANY ($1::oid[]) AND NOT g.tgisinternal
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_trigger'::regclass
                      AND e.objid = g.oid
                      AND (e.deptype = 'e' OR e.refclassid = 'pg_trigger'::regclass))
)";

inline constexpr std::string_view rules = R"(
SELECT 'rule' AS kind, NULL AS nspname, r.rulename AS name, NULL AS signature,
       n.nspname AS on_schema, c.relname AS on_table,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS qualified,
       pg_get_ruledef(r.oid) AS sql, d.description AS comment,
       CASE WHEN r.ev_enabled <> 'O' THEN
         json_build_array(format('ALTER TABLE %s%I %s RULE %I', {home:n}, c.relname,
                                 CASE r.ev_enabled WHEN 'D' THEN 'DISABLE'
                                                   WHEN 'R' THEN 'ENABLE REPLICA'
                                                   ELSE 'ENABLE ALWAYS' END, r.rulename))::text
       END AS completing, NULL AS kept, NULL AS drop_sql
  FROM pg_rewrite r
  JOIN pg_class c ON c.oid = r.ev_class
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_rewrite'::regclass AND d.objoid = r.oid AND d.objsubid = 0
 WHERE c.relnamespace = ANY ($1::oid[]) AND r.rulename <> '_RETURN'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_rewrite'::regclass
                      AND e.objid = r.oid AND e.deptype = 'e')
)";

inline constexpr std::string_view policies = R"(
SELECT 'policy' AS kind, NULL AS nspname, p.polname AS name, NULL AS signature,
       n.nspname AS on_schema, c.relname AS on_table, NULL AS qualified,
       format('CREATE POLICY %I ON %s%I', p.polname, {home:n}, c.relname)
         || CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
         || CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT'
                          WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE' ELSE '' END
         || CASE WHEN p.polroles = '{0}' THEN ''
                 ELSE ' TO ' || (SELECT string_agg(CASE WHEN o.role = 0 THEN 'PUBLIC'
                                                   ELSE quote_ident(pg_get_userbyid(o.role)) END,
                                                   ', ' ORDER BY o.n)
                                   FROM unnest(p.polroles) WITH ORDINALITY o(role, n)) END
         || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
         || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '') AS sql,
       d.description AS comment, NULL AS completing, NULL AS kept, NULL AS drop_sql
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_policy'::regclass AND d.objoid = p.oid AND d.objsubid = 0
 WHERE c.relnamespace = ANY ($1::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_policy'::regclass
                      AND e.objid = p.oid AND e.deptype = 'e')
)";

inline constexpr std::string_view statistics = R"(
SELECT 'statistics' AS kind, n.nspname, s.stxname AS name, NULL AS signature,
       cn.nspname AS on_schema, c.relname AS on_table,
       quote_ident(n.nspname) || '.' || quote_ident(s.stxname) AS qualified,
       pg_get_statisticsobjdef(s.oid) AS sql, d.description AS comment,
       CASE WHEN (to_jsonb(s) ->> 'stxstattarget')::integer >= 0 THEN
         json_build_array(format('ALTER STATISTICS %s%I SET STATISTICS %s', {home:n}, s.stxname,
                                 to_jsonb(s) ->> 'stxstattarget'))::text END AS completing,
       NULL AS kept, NULL AS drop_sql
  FROM pg_statistic_ext s
  JOIN pg_class c ON c.oid = s.stxrelid
  JOIN pg_namespace cn ON cn.oid = c.relnamespace
  JOIN pg_namespace n ON n.oid = s.stxnamespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_statistic_ext'::regclass AND d.objoid = s.oid AND d.objsubid = 0
 WHERE s.stxnamespace = ANY ($1::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_statistic_ext'::regclass
                      AND e.objid = s.oid AND e.deptype = 'e')
)";

inline constexpr std::string_view composites = R"(
SELECT 'type' AS kind, n.nspname, c.relname AS name, NULL AS signature, NULL AS on_schema,
       NULL AS on_table, NULL AS qualified,
       format('CREATE TYPE %s%I AS (%s)', {home:n}, c.relname,
              (SELECT string_agg(format(E'\n    %I %s%s', a.attname,
                                        format_type(a.atttypid, a.atttypmod),
                                        CASE WHEN a.attcollation <> y.typcollation
                                             THEN format(' COLLATE %s%I', {home:cn}, co.collname) END),
                                 ',' ORDER BY a.attnum) || E'\n'
                 FROM pg_attribute a
                 JOIN pg_type y ON y.oid = a.atttypid
                 LEFT JOIN pg_collation co ON co.oid = a.attcollation
                 LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)) AS sql,
       d.description AS comment,
       (SELECT json_agg(format('COMMENT ON COLUMN %s%I.%I IS %L', {home:n}, c.relname, a.attname,
                               e.description) ORDER BY a.attnum)::text
          FROM pg_description e
          JOIN pg_attribute a ON a.attrelid = e.objoid AND a.attnum = e.objsubid
         WHERE e.classoid = 'pg_class'::regclass AND e.objoid = c.oid AND e.objsubid > 0)
         AS completing,
       {kept} AS kept, NULL AS drop_sql
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = c.reltype
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_type'::regclass AND d.objoid = c.reltype AND d.objsubid = 0
 WHERE c.relnamespace = ANY ($1::oid[]) AND c.relkind = 'c'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e')
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                      AND e.objid = t.oid AND e.deptype = 'e')
)";

inline constexpr std::string_view ranges = R"(
SELECT 'type' AS kind, n.nspname, t.typname AS name, NULL AS signature, NULL AS on_schema,
       NULL AS on_table, NULL AS qualified,
       format('CREATE TYPE %s%I AS RANGE (%s)', {home:n}, t.typname,
              concat_ws(', ',
                'subtype = ' || format_type(r.rngsubtype, NULL),
                'subtype_opclass = ' || CASE WHEN NOT oc.opcdefault THEN
                  {home:ocn} || quote_ident(oc.opcname) END,
                'collation = ' || CASE WHEN r.rngcollation <> s.typcollation THEN
                  {home:con} || quote_ident(co.collname) END,
                'canonical = ' || {function:r.rngcanonical},
                'subtype_diff = ' || {function:r.rngsubdiff},
                'multirange_type_name = ' || {home:mn} || quote_ident(m.typname))) AS sql,
       d.description AS comment, NULL AS completing, {kept} AS kept, NULL AS drop_sql
  FROM pg_range r
  JOIN pg_type t ON t.oid = r.rngtypid
  JOIN pg_namespace n ON n.oid = t.typnamespace
  JOIN pg_type s ON s.oid = r.rngsubtype
  LEFT JOIN pg_opclass oc ON oc.oid = r.rngsubopc
  LEFT JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace
  LEFT JOIN pg_collation co ON co.oid = r.rngcollation
  LEFT JOIN pg_namespace con ON con.oid = co.collnamespace
  LEFT JOIN pg_type m ON m.oid = (to_jsonb(r) ->> 'rngmultitypid')::oid
  LEFT JOIN pg_namespace mn ON mn.oid = m.typnamespace
  LEFT JOIN pg_description d
    ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE t.typnamespace = ANY ($1::oid[])
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                      AND e.objid = t.oid AND e.deptype = 'e')
)";

}  // namespace covet::postgresql::catalog_sql
