#pragma once

#include <string_view>

/// The catalog queries for what schemas seldom hold, in the columns that catalog_objects_sql.h
/// tells. Each names an object's class and oid: the outer query adds its comment, and leaves out
/// what an extension owns.
namespace covet::postgresql::catalog_sql {

/// What lies in a namespace and the types, tables and functions may be made of, or are parts of.
inline constexpr std::string_view namespaced = R"(
SELECT o.kind, n.nspname, o.name, o.signature, NULL AS on_schema, NULL AS on_table,
       NULL AS qualified, o.sql, CASE WHEN o.reference IS NULL THEN d.description END AS comment,
       (o.completing || CASE WHEN o.reference IS NOT NULL AND d.description IS NOT NULL
          THEN jsonb_build_array(format('COMMENT ON %s IS %L', o.reference, d.description))
          ELSE '[]'::jsonb END)::text AS completing,
       NULL AS kept, 'DROP ' || o.reference AS drop_sql
  FROM (
    SELECT 'collation' AS kind, l.collnamespace AS namespace, l.collname AS name,
           NULL::text AS signature, 'pg_collation'::regclass AS class, l.oid, NULL::text AS reference,
           format('CREATE COLLATION %s%I (%s)', {home:n}, l.collname, concat_ws(', ',
             'provider = ' || CASE l.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin'
                                                  ELSE 'libc' END,
             CASE WHEN j.locale IS NOT NULL THEN 'locale = ' || quote_literal(j.locale)
                  WHEN l.collcollate = l.collctype THEN 'locale = ' || quote_literal(l.collcollate)
                  ELSE format('lc_collate = %L, lc_ctype = %L', l.collcollate, l.collctype) END,
             CASE WHEN NOT l.collisdeterministic THEN 'deterministic = false' END,
             'rules = ' || quote_literal(j.rules))) AS sql,
           '[]'::jsonb AS completing
      FROM pg_collation l
      JOIN pg_namespace n ON n.oid = l.collnamespace
     CROSS JOIN LATERAL (SELECT coalesce(to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale')
                                AS locale, to_jsonb(l) ->> 'collicurules' AS rules) j
     WHERE l.collnamespace = ANY ($1::oid[])
    UNION ALL
    SELECT 'operator', p.oprnamespace, p.oprname, r.arguments, 'pg_operator'::regclass, p.oid,
           format('OPERATOR %s%s %s', {home:n}, p.oprname, r.arguments),
           format(E'CREATE OPERATOR %s%s (\n    %s\n)', {home:n}, p.oprname, concat_ws(E',\n    ',
             'FUNCTION = ' || {function:p.oprcode},
             'LEFTARG = ' || CASE WHEN p.oprleft <> 0 THEN format_type(p.oprleft, NULL) END,
             'RIGHTARG = ' || format_type(p.oprright, NULL),
             'COMMUTATOR = ' || {operator:p.oprcom},
             'NEGATOR = ' || {operator:p.oprnegate},
             'RESTRICT = ' || {function:p.oprrest},
             'JOIN = ' || {function:p.oprjoin},
             CASE WHEN p.oprcanhash THEN 'HASHES' END,
             CASE WHEN p.oprcanmerge THEN 'MERGES' END)),
           '[]'
      FROM pg_operator p
      JOIN pg_namespace n ON n.oid = p.oprnamespace
     CROSS JOIN LATERAL (
           SELECT format('(%s, %s)', CASE WHEN p.oprleft = 0 THEN 'NONE'
                                          ELSE format_type(p.oprleft, NULL) END,
                         format_type(p.oprright, NULL)) AS arguments) r
     WHERE p.oprnamespace = ANY ($1::oid[]) AND p.oprcode <> 0
    UNION ALL
    SELECT 'operator family', f.opfnamespace, f.opfname, format('(%s)', am.amname),
           'pg_opfamily'::regclass, f.oid,
           format('OPERATOR FAMILY %s%I USING %I', {home:n}, f.opfname, am.amname),
           format('CREATE OPERATOR FAMILY %s%I USING %I', {home:n}, f.opfname, am.amname),
           -- What belongs to no class of it, as a hash class's second function.
           coalesce((SELECT jsonb_agg(format('ALTER OPERATOR FAMILY %s%I USING %I ADD %s', {home:n},
                                             f.opfname, am.amname, m.member) ORDER BY m.member)
              FROM (SELECT 'pg_amop'::regclass AS class, o.oid, format('OPERATOR %s %s',
                           o.amopstrategy, o.amopopr::regoperator) AS member
                      FROM pg_amop o WHERE o.amopfamily = f.oid
                     UNION ALL
                    SELECT 'pg_amproc'::regclass, o.oid, format('FUNCTION %s (%s, %s) %s',
                           o.amprocnum, format_type(o.amproclefttype, NULL),
                           format_type(o.amprocrighttype, NULL), o.amproc::regprocedure)
                      FROM pg_amproc o WHERE o.amprocfamily = f.oid) m
             WHERE NOT EXISTS (SELECT FROM pg_depend e
                                WHERE e.classid = m.class AND e.objid = m.oid
                                  AND e.refclassid = 'pg_opclass'::regclass)), '[]'::jsonb)
      FROM pg_opfamily f
      JOIN pg_namespace n ON n.oid = f.opfnamespace
      JOIN pg_am am ON am.oid = f.opfmethod
     WHERE f.opfnamespace = ANY ($1::oid[])
    UNION ALL
    SELECT 'operator class', c.opcnamespace, c.opcname, format('(%s)', am.amname),
           'pg_opclass'::regclass, c.oid,
           format('OPERATOR CLASS %s%I USING %I', {home:n}, c.opcname, am.amname),
           format(E'CREATE OPERATOR CLASS %s%I %sFOR TYPE %s USING %I FAMILY %s%I AS\n    %s',
                  {home:n}, c.opcname, CASE WHEN c.opcdefault THEN 'DEFAULT ' ELSE '' END,
                  format_type(c.opcintype, NULL), am.amname, {home:fn}, f.opfname,
                  coalesce(nullif(concat_ws(E',\n    ',
             'STORAGE ' || CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END,
             (SELECT string_agg(format('OPERATOR %s %s%s', o.amopstrategy, o.amopopr::regoperator,
                                       (SELECT format(' FOR ORDER BY %I.%I', xn.nspname, x.opfname)
                                          FROM pg_opfamily x
                                          JOIN pg_namespace xn ON xn.oid = x.opfnamespace
                                         WHERE x.oid = o.amopsortfamily)),
                                E',\n    ' ORDER BY o.amopstrategy)
                FROM pg_depend e JOIN pg_amop o ON o.oid = e.objid
               WHERE e.classid = 'pg_amop'::regclass AND e.refclassid = 'pg_opclass'::regclass
                 AND e.refobjid = c.oid),
             (SELECT string_agg(format('FUNCTION %s (%s, %s) %s', o.amprocnum,
                                       format_type(o.amproclefttype, NULL),
                                       format_type(o.amprocrighttype, NULL),
                                       o.amproc::regprocedure),
                                E',\n    ' ORDER BY o.amprocnum)
                FROM pg_depend e JOIN pg_amproc o ON o.oid = e.objid
               WHERE e.classid = 'pg_amproc'::regclass AND e.refclassid = 'pg_opclass'::regclass
                 AND e.refobjid = c.oid)), ''), 'STORAGE ' || format_type(c.opcintype, NULL))), '[]'
      FROM pg_opclass c
      JOIN pg_namespace n ON n.oid = c.opcnamespace
      JOIN pg_am am ON am.oid = c.opcmethod
      JOIN pg_opfamily f ON f.oid = c.opcfamily
      JOIN pg_namespace fn ON fn.oid = f.opfnamespace
     WHERE c.opcnamespace = ANY ($1::oid[])
    UNION ALL
    SELECT 'conversion', p.connamespace, p.conname, NULL, 'pg_conversion'::regclass, p.oid, NULL,
           format('CREATE %sCONVERSION %s%I FOR %L TO %L FROM %s',
                  CASE WHEN p.condefault THEN 'DEFAULT ' ELSE '' END, {home:n}, p.conname,
                  pg_encoding_to_char(p.conforencoding), pg_encoding_to_char(p.contoencoding),
                  p.conproc), '[]'
      FROM pg_conversion p
      JOIN pg_namespace n ON n.oid = p.connamespace
     WHERE p.connamespace = ANY ($1::oid[])
    UNION ALL
    SELECT 'text search parser', p.prsnamespace, p.prsname, NULL, 'pg_ts_parser'::regclass, p.oid,
           NULL, format('CREATE TEXT SEARCH PARSER %s%I (%s)', {home:n}, p.prsname, concat_ws(', ',
             'START = ' || {function:p.prsstart}, 'GETTOKEN = ' || {function:p.prstoken},
             'END = ' || {function:p.prsend}, 'LEXTYPES = ' || {function:p.prslextype},
             'HEADLINE = ' || {function:p.prsheadline})), '[]'
      FROM pg_ts_parser p
      JOIN pg_namespace n ON n.oid = p.prsnamespace
     WHERE p.prsnamespace = ANY ($1::oid[])
    UNION ALL
    SELECT 'text search template', p.tmplnamespace, p.tmplname, NULL, 'pg_ts_template'::regclass,
           p.oid, NULL,
           format('CREATE TEXT SEARCH TEMPLATE %s%I (%s)', {home:n}, p.tmplname, concat_ws(', ',
             'INIT = ' || {function:p.tmplinit}, 'LEXIZE = ' || {function:p.tmpllexize})), '[]'
      FROM pg_ts_template p
      JOIN pg_namespace n ON n.oid = p.tmplnamespace
     WHERE p.tmplnamespace = ANY ($1::oid[])
    UNION ALL
    SELECT 'text search dictionary', p.dictnamespace, p.dictname, NULL, 'pg_ts_dict'::regclass,
           p.oid, NULL,
           format('CREATE TEXT SEARCH DICTIONARY %s%I (%s)', {home:n}, p.dictname, concat_ws(', ',
             format('TEMPLATE = %s%I', {home:tn}, t.tmplname), p.dictinitoption)), '[]'
      FROM pg_ts_dict p
      JOIN pg_namespace n ON n.oid = p.dictnamespace
      JOIN pg_ts_template t ON t.oid = p.dicttemplate
      JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
     WHERE p.dictnamespace = ANY ($1::oid[])
    UNION ALL
    SELECT 'text search configuration', p.cfgnamespace, p.cfgname, NULL, 'pg_ts_config'::regclass,
           p.oid, NULL,
           format('CREATE TEXT SEARCH CONFIGURATION %s%I (PARSER = %s%I)', {home:n}, p.cfgname,
                  {home:pn}, r.prsname),
           coalesce((SELECT jsonb_agg(format(
                       'ALTER TEXT SEARCH CONFIGURATION %s%I ADD MAPPING FOR %s WITH %s',
                       {home:n}, p.cfgname, m.token, m.dictionaries) ORDER BY m.number)
              FROM (SELECT k.maptokentype AS number,
                           (SELECT t.alias FROM ts_token_type(p.cfgparser) t
                             WHERE t.tokid = k.maptokentype) AS token,
                           string_agg({home:dn} || quote_ident(d.dictname), ', ' ORDER BY k.mapseqno)
                             AS dictionaries
                      FROM pg_ts_config_map k
                      JOIN pg_ts_dict d ON d.oid = k.mapdict
                      JOIN pg_namespace dn ON dn.oid = d.dictnamespace
                     WHERE k.mapcfg = p.oid GROUP BY k.maptokentype) m), '[]'::jsonb)
      FROM pg_ts_config p
      JOIN pg_namespace n ON n.oid = p.cfgnamespace
      JOIN pg_ts_parser r ON r.oid = p.cfgparser
      JOIN pg_namespace pn ON pn.oid = r.prsnamespace
     WHERE p.cfgnamespace = ANY ($1::oid[])
    UNION ALL
    SELECT 'foreign table', c.relnamespace, c.relname, NULL, 'pg_class'::regclass, c.oid, NULL,
           format(E'CREATE FOREIGN TABLE %s%I (%s) SERVER %I%s', {home:n}, c.relname,
                  (SELECT string_agg(E'\n    ' || p.part, ',' ORDER BY p.rank, p.number, p.part) || E'\n'
                     FROM (SELECT 1 AS rank, a.attnum AS number,
                                  format('%I %s%s%s%s%s', a.attname,
                                         format_type(a.atttypid, a.atttypmod),
                                         {options:a.attfdwoptions},
                                         CASE WHEN a.attcollation <> y.typcollation THEN
                                           (SELECT format(' COLLATE %s%I', {home:cn}, co.collname)
                                              FROM pg_collation co
                                              JOIN pg_namespace cn ON cn.oid = co.collnamespace
                                             WHERE co.oid = a.attcollation) END,
                                         ' DEFAULT ' || pg_get_expr(v.adbin, v.adrelid),
                                         CASE WHEN a.attnotnull THEN ' NOT NULL' END) AS part
                             FROM pg_attribute a
                             JOIN pg_type y ON y.oid = a.atttypid
                             LEFT JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
                            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                           UNION ALL
                           SELECT 2, 0, format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid))
                             FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c') p),
                  s.srvname, {options:t.ftoptions}),
           coalesce((SELECT jsonb_agg(format('COMMENT ON COLUMN %s%I.%I IS %L', {home:n}, c.relname,
                                             a.attname, e.description) ORDER BY a.attnum)
              FROM pg_description e
              JOIN pg_attribute a ON a.attrelid = e.objoid AND a.attnum = e.objsubid
             WHERE e.classoid = 'pg_class'::regclass AND e.objoid = c.oid AND e.objsubid > 0),
             '[]'::jsonb)
      FROM pg_foreign_table t
      JOIN pg_class c ON c.oid = t.ftrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_foreign_server s ON s.oid = t.ftserver
     WHERE c.relnamespace = ANY ($1::oid[]) AND NOT c.relispartition
  ) o
  JOIN pg_namespace n ON n.oid = o.namespace
  LEFT JOIN pg_description d ON d.classoid = o.class AND d.objoid = o.oid AND d.objsubid = 0
 WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = o.class AND e.objid = o.oid
                      AND e.deptype = 'e')
)";

/// What lies in no namespace. 16384 is the first oid that is not the server's own.
inline constexpr std::string_view databasewide = R"(
SELECT o.kind, NULL AS nspname, o.name, NULL AS signature, NULL AS on_schema, NULL AS on_table,
       NULL AS qualified, o.sql, CASE WHEN o.reference IS NULL THEN d.description END AS comment,
       (o.completing || CASE WHEN o.reference IS NOT NULL AND d.description IS NOT NULL
          THEN jsonb_build_array(format('COMMENT ON %s IS %L', o.reference, d.description))
          ELSE '[]'::jsonb END)::text AS completing,
       NULL AS kept, 'DROP ' || o.reference AS drop_sql
  FROM (
    SELECT 'cast' AS kind, format('%s AS %s', r.source, r.target) AS name,
           'pg_cast'::regclass AS class, c.oid,
           format('CAST (%s AS %s)', r.source, r.target) AS reference,
           format('CREATE CAST (%s AS %s) %s%s', r.source, r.target,
                  CASE c.castmethod
                    WHEN 'i' THEN 'WITH INOUT'
                    WHEN 'b' THEN 'WITHOUT FUNCTION'
                    ELSE (SELECT format('WITH FUNCTION %s(%s)', {function:p.oid},
                                        oidvectortypes(p.proargtypes))
                            FROM pg_proc p WHERE p.oid = c.castfunc) END,
                  CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT'
                                     ELSE '' END) AS sql,
           '[]'::jsonb AS completing
      FROM pg_cast c
     CROSS JOIN LATERAL (SELECT format_type(c.castsource, NULL) AS source,
                                format_type(c.casttarget, NULL) AS target) r
     WHERE c.oid >= 16384
    UNION ALL
    SELECT 'transform', format('%s for %s', format_type(t.trftype, NULL), l.lanname),
           'pg_transform'::regclass, t.oid,
           format('TRANSFORM FOR %s LANGUAGE %I', format_type(t.trftype, NULL), l.lanname),
           format('CREATE TRANSFORM FOR %s LANGUAGE %I (%s)', format_type(t.trftype, NULL), l.lanname,
                  concat_ws(', ',
                    CASE WHEN t.trffromsql <> 0
                         THEN 'FROM SQL WITH FUNCTION ' || t.trffromsql::regprocedure END,
                    CASE WHEN t.trftosql <> 0
                         THEN 'TO SQL WITH FUNCTION ' || t.trftosql::regprocedure END)), '[]'
      FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
    UNION ALL
    SELECT 'language', l.lanname, 'pg_language'::regclass, l.oid, NULL,
           format('CREATE %sLANGUAGE %I%s', CASE WHEN l.lanpltrusted THEN 'TRUSTED ' ELSE '' END,
                  l.lanname,
                  concat(' HANDLER ' || {function:l.lanplcallfoid}, ' INLINE ' || {function:l.laninline},
                         ' VALIDATOR ' || {function:l.lanvalidator})), '[]'
      FROM pg_language l WHERE l.lanispl AND l.oid >= 16384
    UNION ALL
    SELECT 'access method', a.amname, 'pg_am'::regclass, a.oid, NULL,
           format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s', a.amname,
                  CASE a.amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END, a.amhandler), '[]'
      FROM pg_am a WHERE a.oid >= 16384
    UNION ALL
    SELECT 'foreign data wrapper', w.fdwname, 'pg_foreign_data_wrapper'::regclass, w.oid, NULL,
           format('CREATE FOREIGN DATA WRAPPER %I%s%s', w.fdwname,
                  concat(' HANDLER ' || {function:w.fdwhandler},
                         ' VALIDATOR ' || {function:w.fdwvalidator}), {options:w.fdwoptions}), '[]'
      FROM pg_foreign_data_wrapper w
    UNION ALL
    SELECT 'server', s.srvname, 'pg_foreign_server'::regclass, s.oid, NULL,
           format('CREATE SERVER %I%s FOREIGN DATA WRAPPER %I%s', s.srvname,
                  concat(' TYPE ' || quote_literal(s.srvtype), ' VERSION ' || quote_literal(s.srvversion)),
                  w.fdwname, {options:s.srvoptions}), '[]'
      FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    UNION ALL
    SELECT 'publication', p.pubname, 'pg_publication'::regclass, p.oid, NULL,
           format('CREATE PUBLICATION %I%s WITH (%s)', p.pubname,
                  CASE WHEN p.puballtables THEN ' FOR ALL TABLES'
                       ELSE coalesce(' FOR ' || nullif(concat_ws(', ', {publication_tables},
                                                       {publication_schemas}), ''), '') END,
                  concat_ws(', ', format('publish = %L', concat_ws(', ',
                              CASE WHEN p.pubinsert THEN 'insert' END,
                              CASE WHEN p.pubupdate THEN 'update' END,
                              CASE WHEN p.pubdelete THEN 'delete' END,
                              CASE WHEN p.pubtruncate THEN 'truncate' END)),
                            CASE WHEN (to_jsonb(p) ->> 'pubviaroot')::boolean
                                 THEN 'publish_via_partition_root = true' END,
                            CASE WHEN to_jsonb(p) ->> 'pubgencols' = 's'
                                 THEN 'publish_generated_columns = stored' END)), '[]'
      FROM pg_publication p
    UNION ALL
    SELECT 'event trigger', t.evtname, 'pg_event_trigger'::regclass, t.oid, NULL,
           format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s()', t.evtname, t.evtevent,
                  ' WHEN TAG IN (' || (SELECT string_agg(quote_literal(g.tag), ', ' ORDER BY g.n)
                                         FROM unnest(t.evttags) WITH ORDINALITY g(tag, n)) || ')',
                  {function:t.evtfoid}),
           CASE WHEN t.evtenabled = 'O' THEN '[]'::jsonb
                ELSE jsonb_build_array(format('ALTER EVENT TRIGGER %I %s', t.evtname,
                                              CASE t.evtenabled WHEN 'D' THEN 'DISABLE'
                                                                WHEN 'R' THEN 'ENABLE REPLICA'
                                                                ELSE 'ENABLE ALWAYS' END)) END
      FROM pg_event_trigger t
  ) o
  LEFT JOIN pg_description d ON d.classoid = o.class AND d.objoid = o.oid AND d.objsubid = 0
 WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = o.class AND e.objid = o.oid
                      AND e.deptype IN ('e', 'i'))
)";

/// What is named to the user and left alone: base types are made in two steps with functions in C
/// between, and mappings hold passwords.
inline constexpr std::string_view unmanaged = R"(
SELECT 'base type' AS kind, n.nspname, t.typname AS name
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE t.typnamespace = ANY ($1::oid[]) AND (t.typtype = 'p' OR (t.typtype = 'b' AND t.typelem = 0))
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                      AND e.objid = t.oid AND e.deptype IN ('e', 'i'))
UNION ALL
SELECT 'user mapping', NULL, format('%s on %s', m.usename, m.srvname) FROM pg_user_mappings m
)";

}  // namespace covet::postgresql::catalog_sql
