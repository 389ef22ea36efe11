#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/catalog_json.h"
#include "adapters/postgresql/catalog_reader.h"
#include "adapters/postgresql/catalog_sql.h"
#include "adapters/postgresql/catalog_text.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/sequence_sql.h"

namespace covet::postgresql {

using schema::Object;
using schema::TableName;

void CatalogReader::read_enums() {
  const std::string kept =
      kept_sql("t.typacl", "t.typowner", "'TYPE ' || {home:n} || quote_ident(t.typname)");
  for (const Row& row : query(catalog_sql::enums, kept)) {
    schema_.enums.push_back({.name = name(row.text("nspname"), row.text("typname")),
                             .values = json_names(row.text("labels")),
                             .comment = row.text("comment"),
                             .keep = json_names(row.text("kept"))});
  }
}

void CatalogReader::read_domains() {
  std::int64_t last = 0;
  const std::string kept =
      kept_sql("t.typacl", "t.typowner", "'DOMAIN ' || {home:n} || quote_ident(t.typname)");
  for (const Row& row : query(catalog_sql::domains, kept)) {
    if (row.integer("oid") != last) {
      last = row.integer("oid");
      const TableName own = name(row.text("nspname"), row.text("typname"));
      std::string sql = fmt::format("CREATE DOMAIN {} AS {}", quote(own), row.text("base"));
      if (!row.null("collation")) sql += " COLLATE " + quote_collation(row.text("collation"));
      if (!row.null("typdefault")) sql += " DEFAULT " + row.text("typdefault");
      if (row.flag("typnotnull")) sql += " NOT NULL";
      schema_.objects.push_back({.kind = "domain",
                                 .name = own,
                                 .sql = std::move(sql),
                                 .table = {},
                                 .comment = row.text("comment"),
                                 .keep = json_names(row.text("kept"))});
    }
    Object& domain = schema_.objects.back();
    if (!row.null("conname")) {
      const std::string check = fmt::format("CONSTRAINT {} CHECK ({})", quote(row.text("conname")),
                                            printed_expression(row.text("expression")));
      if (row.flag("convalidated")) {
        domain.sql += " " + check;
      } else {
        domain.then.push_back(
            fmt::format("ALTER DOMAIN {} ADD {} NOT VALID", quote(domain.name), check));
      }
    }
    if (!row.null("constraint_comment")) domain.then.push_back(row.text("constraint_comment"));
  }
}

void CatalogReader::read_sequences() {
  const std::string kept =
      kept_sql("c.relacl", "c.relowner", "'SEQUENCE ' || {home:n} || quote_ident(c.relname)");
  for (const Row& row : query(catalog_sql::sequences, kept)) {
    const TableName own = name(row.text("nspname"), row.text("relname"));
    if (std::ranges::find(serial_sequences_, quote(own)) != serial_sequences_.end()) continue;
    std::string sql =
        fmt::format("CREATE {}SEQUENCE {}", row.flag("unlogged") ? "UNLOGGED " : "", quote(own));
    const std::string type = row.text("type");
    if (type != "bigint") sql += " AS " + type;
    sql += sequence_clauses(sequence_options(row, type));
    if (!row.null("table")) {
      sql +=
          fmt::format(" OWNED BY {}.{}", quote(name(row.text("table_schema"), row.text("table"))),
                      quote(row.text("column")));
    }
    schema_.objects.push_back({.kind = "sequence",
                               .name = own,
                               .sql = std::move(sql),
                               .table = {},
                               .comment = row.text("comment"),
                               .keep = json_names(row.text("kept"))});
  }
}

void CatalogReader::read_extensions() {
  for (const Row& row : query(catalog_sql::extensions)) {
    const std::string extension = row.text("extname");
    const TableName home = name(row.text("nspname"), extension);
    std::string sql = "CREATE EXTENSION " + quote(extension);
    if (!home.schema.empty()) sql += " WITH SCHEMA " + quote(home.schema);
    schema_.objects.push_back({.kind = "extension",
                               .name = {"", extension},
                               .sql = std::move(sql),
                               .table = {},
                               .comment = row.text("comment")});
  }
}

}  // namespace covet::postgresql
