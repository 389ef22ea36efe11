#include "adapters/postgresql/ddl_index.h"

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"

namespace covet::postgresql {
namespace {

std::string key_clause(const schema::IndexKey& key) {
  std::string clause = key.sql.empty() ? quote(key.column) : "(" + key.sql + ")";
  if (!key.collation.empty()) clause += " COLLATE " + quote_collation(key.collation);
  if (!key.opclass.empty()) clause += " " + key.opclass;
  if (key.descending) clause += " DESC";
  if (!key.nulls.empty()) clause += key.nulls == "first" ? " NULLS FIRST" : " NULLS LAST";
  return clause;
}

}  // namespace

void add_index(const schema::TableName& table, const schema::Index& index, Render& render) {
  std::string sql = fmt::format("CREATE {}INDEX {} ON {}", index.unique ? "UNIQUE " : "",
                                quote(index.name), quote(table));
  if (!index.method.empty()) sql += " USING " + quote(index.method);
  std::string keys;
  for (const schema::IndexKey& key : index.keys) {
    keys += (keys.empty() ? "" : ", ") + key_clause(key);
  }
  sql += fmt::format(" ({})", keys);
  if (!index.include.empty()) sql += fmt::format(" INCLUDE ({})", quote_list(index.include));
  if (index.nulls_not_distinct) sql += " NULLS NOT DISTINCT";
  if (!index.where.empty()) sql += fmt::format(" WHERE {}", index.where);
  render.say(std::move(sql));
  if (!index.comment.empty()) {
    render.say(fmt::format("COMMENT ON INDEX {} IS {}",
                           quote(schema::TableName{table.schema, index.name}),
                           quote_text(index.comment)));
  }
}

void drop_index(const schema::TableName& table, const schema::Index& index, Render& render) {
  render.say("DROP INDEX " + quote(schema::TableName{table.schema, index.name}));
}

}  // namespace covet::postgresql
