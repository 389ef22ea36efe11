#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/catalog_json.h"
#include "adapters/postgresql/catalog_objects_sql.h"
#include "adapters/postgresql/catalog_reader.h"
#include "adapters/postgresql/catalog_text.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "core/base/strings.h"

namespace covet::postgresql {
namespace {

std::string create_view(const Row& row, const schema::TableName& name) {
  const bool materialized = row.flag("materialized");
  std::string sql =
      fmt::format("CREATE {} {}", materialized ? "MATERIALIZED VIEW" : "VIEW", quote(name));
  if (!row.null("method")) sql += " USING " + quote(row.text("method"));
  if (!row.null("options")) sql += " WITH (" + row.text("options") + ")";
  if (!row.null("tablespace")) sql += " TABLESPACE " + quote(row.text("tablespace"));
  std::string query(trim(keep_query(row.text("query"))));
  while (query.ends_with(';'))
    query.pop_back();
  sql += " AS\n" + query;
  if (materialized && !row.flag("populated")) sql += "\n  WITH NO DATA";
  return sql;
}

}  // namespace

void CatalogReader::read_views() {
  constexpr std::string_view what = "'TABLE ' || {home:n} || quote_ident(c.relname)";
  for (const Row& row : query(catalog_sql::views, kept_sql("c.relacl", "c.relowner", what))) {
    const schema::TableName own = name(row.text("nspname"), row.text("relname"));
    schema::Object view{.kind = row.flag("materialized") ? "materialized view" : "view",
                        .name = own};
    view.sql = create_view(row, own);
    view.comment = row.text("comment");
    view.keep = json_names(row.text("kept"));
    for (std::string& statement : json_names(row.text("completing"))) {
      const bool index = own.schema.empty() && !statement.starts_with("COMMENT");
      view.then.push_back(
          index ? unqualified(std::move(statement), row.text("qualified"), row.text("nspname"))
                : std::move(statement));
    }
    schema_.objects.push_back(std::move(view));
  }
}

}  // namespace covet::postgresql
