#include <utility>

#include "adapters/postgresql/catalog_json.h"
#include "adapters/postgresql/catalog_objects_sql.h"
#include "adapters/postgresql/catalog_others_sql.h"
#include "adapters/postgresql/catalog_reader.h"
#include "adapters/postgresql/catalog_text.h"
#include "adapters/postgresql/expression_text.h"
#include "core/base/strings.h"

namespace covet::postgresql {

using schema::Object;

namespace {

std::string without_semicolon(std::string_view sql) {
  sql = trim(sql);
  while (sql.ends_with(';'))
    sql = trim(sql.substr(0, sql.size() - 1));
  return std::string(sql);
}

}  // namespace

void CatalogReader::add_objects(std::string_view text, const std::string& kept) {
  for (const Row& row : query(text, kept)) {
    Object object{.kind = row.text("kind"), .name = {"", row.text("name")}};
    const bool stands_on = !row.null("on_table");
    if (!row.null("nspname")) object.name = name(row.text("nspname"), row.text("name"));
    if (stands_on) object.table = name(row.text("on_schema"), row.text("on_table")).display();
    object.signature = row.text("signature");
    object.sql = without_semicolon(keep_query(row.text("sql")));
    const std::string home = row.text(row.null("nspname") ? "on_schema" : "nspname");
    if (!row.null("qualified") && name(home, "").schema.empty()) {
      object.sql = unqualified(std::move(object.sql), row.text("qualified"), home);
    }
    object.comment = row.text("comment");
    object.then = json_names(row.text("completing"));
    object.keep = json_names(row.text("kept"));
    object.drop_sql = row.text("drop_sql");
    schema_.objects.push_back(std::move(object));
  }
}

void CatalogReader::read_routines() {
  constexpr std::string_view name =
      " || CASE WHEN r.is THEN quote_ident(n.nspname) || '.' ELSE {home:n} END"
      " || quote_ident(p.proname) || '('";
  constexpr std::string_view word =
      "CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END";
  constexpr std::string_view arguments =
      " || CASE p.prokind WHEN 'p' THEN coalesce((SELECT string_agg('IN ' || format_type(u.type, "
      "NULL), ', '"
      " ORDER BY u.n) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY u(type, n)), '')"
      " ELSE oidvectortypes(p.proargtypes) END || ')'";
  const std::string what = std::string(word) + std::string(name) + std::string(arguments);
  const std::string kept = kept_sql("p.proacl", "p.proowner", what);
  add_objects(catalog_sql::routines, kept);
  add_objects(catalog_sql::aggregates, kept);
}

void CatalogReader::read_types() {
  const std::string kept =
      kept_sql("t.typacl", "t.typowner", "'TYPE ' || {home:n} || quote_ident(t.typname)");
  add_objects(catalog_sql::composites, kept);
  add_objects(catalog_sql::ranges, kept);
}

void CatalogReader::read_attached() {
  add_objects(catalog_sql::triggers);
  add_objects(catalog_sql::rules);
  add_objects(catalog_sql::policies);
  add_objects(catalog_sql::statistics);
}

void CatalogReader::read_schemas() {
  add_objects(catalog_sql::schemas,
              kept_sql("n.nspacl", "n.nspowner", "'SCHEMA ' || quote_ident(n.nspname)"));
}

void CatalogReader::read_unmanaged() {
  for (const Row& row : query(catalog_sql::unmanaged)) {
    Object object{.kind = row.text("kind"), .name = {"", row.text("name")}};
    if (!row.null("nspname")) object.name = name(row.text("nspname"), row.text("name"));
    schema_.unmanaged.push_back(std::move(object));
  }
}

}  // namespace covet::postgresql
