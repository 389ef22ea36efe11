#include "adapters/postgresql/catalog_text.h"

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "core/base/strings.h"

namespace covet::postgresql {
namespace {

constexpr std::string_view home = R"(CASE WHEN @.nspname = ANY ($2::text[] || 'pg_catalog'::text)
  THEN '' ELSE quote_ident(@.nspname) || '.' END)";

constexpr std::string_view function = R"((SELECT {home:fn0} || quote_ident(f0.proname)
  FROM pg_proc f0 JOIN pg_namespace fn0 ON fn0.oid = f0.pronamespace WHERE f0.oid = @))";

constexpr std::string_view op = R"((SELECT
  CASE WHEN {home:on0} = '' THEN o0.oprname::text
       ELSE format('OPERATOR(%I.%s)', on0.nspname, o0.oprname) END
  FROM pg_operator o0 JOIN pg_namespace on0 ON on0.oid = o0.oprnamespace WHERE o0.oid = @))";

constexpr std::string_view options = R"((SELECT ' OPTIONS (' ||
  string_agg(format('%I %L', option_name, option_value), ', ') || ')' FROM pg_options_to_table(@)))";

constexpr std::string_view publication_tables = R"((SELECT string_agg(
    format('TABLE ONLY %s%I%s%s', {home:rn}, rc.relname,
           (SELECT format(' (%s)', string_agg(quote_ident(ra.attname), ', ' ORDER BY ra.attnum))
              FROM pg_attribute ra
             WHERE ra.attrelid = rc.oid AND ra.attnum = ANY (pr.prattrs::int2[])
            HAVING count(*) > 0),
           ' WHERE (' || pg_get_expr(pr.prqual, pr.prrelid) || ')'),
    ', ' ORDER BY rn.nspname, rc.relname)
  FROM pg_publication_rel pr JOIN pg_class rc ON rc.oid = pr.prrelid
  JOIN pg_namespace rn ON rn.oid = rc.relnamespace WHERE pr.prpubid = p.oid))";

constexpr std::string_view plain_publication_tables = R"((SELECT
    'TABLE ' || string_agg(format('ONLY %s%I', {home:rn}, rc.relname),
                           ', ' ORDER BY rn.nspname, rc.relname)
  FROM pg_publication_rel pr JOIN pg_class rc ON rc.oid = pr.prrelid
  JOIN pg_namespace rn ON rn.oid = rc.relnamespace WHERE pr.prpubid = p.oid))";

constexpr std::string_view publication_schemas = R"((SELECT
    'TABLES IN SCHEMA ' || string_agg(quote_ident(rn.nspname), ', ' ORDER BY rn.nspname)
  FROM pg_publication_namespace pn JOIN pg_namespace rn ON rn.oid = pn.pnnspid
 WHERE pn.pnpubid = p.oid))";

constexpr std::string_view hidden = R"( CROSS JOIN LATERAL (
       SELECT n.nspname = ANY ($2::text[]) AND NOT pg_function_is_visible(p.oid) AS is,
              format('%s %I.%I(%s)', CASE p.prokind WHEN 'a' THEN 'AGGREGATE' WHEN 'p' THEN 'PROCEDURE'
                                                    ELSE 'FUNCTION' END, n.nspname, p.proname,
                     CASE p.prokind
                       WHEN 'a' THEN coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*')
                       ELSE oidvectortypes(p.proargtypes) END) AS reference) r
 CROSS JOIN LATERAL (
       SELECT CASE WHEN NOT r.is THEN d.description END AS comment,
              CASE WHEN r.is AND d.description IS NOT NULL
                   THEN json_build_array(format('COMMENT ON %s IS %L', r.reference, d.description))
                   END AS completing,
              CASE WHEN r.is THEN 'DROP ' || r.reference END AS drop_sql) h)";

/// Puts `text`, its @ replaced by what stands behind the colon, for each {name:…}.
std::string expand(std::string sql, std::string_view name, std::string_view text) {
  const std::string opening = fmt::format("{{{}:", name);
  for (std::size_t at = sql.find(opening); at != std::string::npos; at = sql.find(opening, at)) {
    const std::size_t start = at + opening.size();
    const std::size_t end = sql.find('}', start);
    const std::string filled = replace_all(std::string(text), "@", sql.substr(start, end - start));
    sql.replace(at, end + 1 - at, filled);
  }
  return sql;
}

}  // namespace

std::string fill_in(std::string_view query, int server_version) {
  std::string text(query);
  const auto fill = [&](std::string_view what, int since, std::string_view now,
                        std::string_view otherwise) {
    text = replace_all(std::move(text), what, server_version >= since ? now : otherwise);
  };
  fill("{nulls_not_distinct}", 150000, "i.indnullsnotdistinct", "false");
  fill("{set_columns}", 150000,
       "(SELECT json_agg(a.attname ORDER BY u.n)::text"
       " FROM unnest(k.confdelsetcols) WITH ORDINALITY u(num, n)"
       " JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num)",
       "NULL::text");
  fill("{compression}", 140000, "nullif(a.attcompression::text, '')", "NULL::text");
  fill("{not_null}", 180000, "nn.conname AS not_null, nn.connoinherit, nn.convalidated",
       "NULL::text AS not_null, false AS connoinherit, true AS convalidated");
  fill("{not_nulls}", 180000,
       "LEFT JOIN pg_constraint nn ON nn.conrelid = a.attrelid AND nn.contype = 'n'"
       " AND nn.conkey = ARRAY[a.attnum] AND nn.conislocal",
       "");
  fill("{enforced}", 180000, "k.conenforced", "true");
  fill("{period}", 180000, "k.conperiod", "false");
  fill("{collation_name}", 0,
       "CASE WHEN co.oid IS NULL THEN NULL WHEN pg_collation_is_visible(co.oid) THEN "
       "co.collname::text"
       " ELSE format('\"%s\".\"%s\"', replace(cn.nspname, '\"', '\"\"'),"
       " replace(co.collname, '\"', '\"\"')) END",
       "");
  fill("{publication_tables}", 150000, publication_tables, plain_publication_tables);
  fill("{publication_schemas}", 150000, publication_schemas, "NULL");
  fill("{hidden}", 0, hidden, "");
  text = expand(std::move(text), "options", options);
  text = expand(std::move(text), "function", function);
  text = expand(std::move(text), "operator", op);
  return expand(std::move(text), "home", home);
}

std::string kept_sql(std::string_view acl, std::string_view owner, std::string_view what) {
  constexpr std::string_view text = R"(
  CASE WHEN @acl IS NOT NULL OR pg_get_userbyid(@owner) <> current_user THEN
    (SELECT json_agg(g.statement ORDER BY g.rank, g.statement)::text
       FROM (SELECT 1 AS rank, format('ALTER %s OWNER TO %I', @what, pg_get_userbyid(@owner))
                      AS statement
              WHERE pg_get_userbyid(@owner) <> current_user
             UNION ALL
             SELECT 2, format('REVOKE ALL ON %s FROM PUBLIC', @what) WHERE @acl IS NOT NULL
             UNION ALL
             SELECT 3, format('GRANT %s ON %s TO %s%s',
                              string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type), @what,
                              CASE x.grantee WHEN 0 THEN 'PUBLIC'
                                             ELSE quote_ident(pg_get_userbyid(x.grantee)) END,
                              CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
               FROM aclexplode(@acl) x GROUP BY x.grantee, x.is_grantable) g) END)";
  std::string sql = replace_all(std::string(text), "@acl", acl);
  sql = replace_all(std::move(sql), "@owner", owner);
  return replace_all(std::move(sql), "@what", what);
}

std::string unqualified(std::string sql, std::string_view qualified, std::string_view schema) {
  const std::size_t at = sql.find(qualified);
  if (at == std::string::npos) return sql;
  const std::size_t prefix = qualified.starts_with('"') ? quote(schema).size() : schema.size();
  return sql.erase(at, prefix + 1);
}

}  // namespace covet::postgresql
