#include "adapters/postgresql/catalog_reader.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/catalog_json.h"
#include "adapters/postgresql/catalog_sql.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/sequence_sql.h"
#include "core/base/strings.h"

namespace covet::postgresql {

using schema::Column;
using schema::Object;
using schema::Table;
using schema::TableName;

CatalogReader::CatalogReader(Connection& connection,
                             const std::vector<std::int64_t>& namespace_oids,
                             std::vector<std::string> default_schemas)
    : connection_(connection), default_schemas_(std::move(default_schemas)) {
  std::vector<std::string> oids;
  for (const std::int64_t oid : namespace_oids)
    oids.push_back(std::to_string(oid));
  oids_ = "{" + join(oids, ",") + "}";
}

schema::Schema CatalogReader::read() {
  read_relations();
  read_columns();
  read_constraints();
  read_indexes();
  read_enums();
  read_domains();
  read_sequences();
  read_extensions();
  read_others();
  return std::move(schema_);
}

schema::Schema CatalogReader::read_spelled() {
  read_relations();
  read_columns();
  read_constraints();
  read_indexes();
  read_domains();
  read_sequences();
  return std::move(schema_);
}

Rows CatalogReader::query(std::string_view sql) {
  const int version = connection_.server().version_number;
  std::string text(sql);
  // What older servers' catalogs lack.
  const auto fill = [&](std::string_view what, int since, std::string_view column,
                        std::string_view otherwise) {
    text = replace_all(std::move(text), what, version >= since ? column : otherwise);
  };
  fill("{nulls_not_distinct}", 150000, "i.indnullsnotdistinct", "false");
  fill("{set_columns}", 150000, "k.confdelsetcols IS NOT NULL", "false");
  fill("{enforced}", 180000, "k.conenforced", "true");
  fill("{period}", 180000, "k.conperiod", "false");
  fill("{collation_name}", 0,
       "CASE WHEN co.oid IS NULL THEN NULL WHEN pg_collation_is_visible(co.oid) THEN "
       "co.collname::text"
       " ELSE format('\"%s\".\"%s\"', replace(cn.nspname, '\"', '\"\"'),"
       " replace(co.collname, '\"', '\"\"')) END",
       "");
  Statement statement{std::move(text)};
  if (statement.sql.find("$1") != std::string::npos) statement.params.emplace_back(oids_);
  return connection_.query(statement);
}

TableName CatalogReader::name(const std::string& schema, const std::string& name) const {
  const bool usual = std::ranges::find(default_schemas_, schema) != default_schemas_.end();
  return {usual ? std::string() : schema, name};
}

Table* CatalogReader::table(std::int64_t oid) {
  const auto found = std::ranges::lower_bound(table_oids_, oid);
  if (found == table_oids_.end() || *found != oid) return nullptr;
  return &schema_.tables[static_cast<std::size_t>(found - table_oids_.begin())];
}

void CatalogReader::forget(Object object) {
  schema_.unmanaged.push_back(std::move(object));
}

void CatalogReader::read_relations() {
  Rows rows = query(catalog_sql::relations);
  std::ranges::sort(rows, {}, [](const Row& row) { return row.integer("oid"); });
  for (const Row& row : rows)
    add_relation(row);
}

void CatalogReader::add_relation(const Row& row) {
  const TableName own = name(row.text("nspname"), row.text("relname"));
  const std::string kind = row.text("kind");
  const auto unmanaged = [&](std::string_view what) {
    forget({.kind = std::string(what), .name = own, .sql = row.text("sql"), .table = {}});
  };
  if (kind == "v") return unmanaged("view");
  if (kind == "m") return unmanaged("materialized view");
  if (kind == "f") return unmanaged("foreign table");
  if (kind == "c") return unmanaged("composite type");
  if (row.flag("relispartition")) return unmanaged("partition");
  if (kind == "p") return unmanaged("partitioned table");

  Table table{.name = own, .comment = row.text("comment")};
  if (row.text("persistence") == "u") table.options["unlogged"] = "true";
  if (!row.null("storage")) table.options["with"] = row.text("storage");
  std::vector<std::string> parents;
  for (const auto& parent : json_pairs(row.text("parents"))) {
    parents.push_back(spell_name(name(parent.first, parent.second)));
  }
  if (!parents.empty()) table.options["inherits"] = join(parents, ", ");
  if (row.flag("relrowsecurity")) {
    forget({.kind = "row security", .name = own, .sql = {}, .table = own.display()});
  }
  schema_.tables.push_back(std::move(table));
  table_oids_.push_back(row.integer("oid"));
}

void CatalogReader::read_columns() {
  std::int64_t last_table = 0;
  for (const Row& row : query(catalog_sql::columns)) {
    Table* owner = table(row.integer("attrelid"));
    if (owner == nullptr) continue;
    const std::string column_name = row.text("attname");
    // A column that owns two sequences comes twice.
    if (last_table == row.integer("attrelid") && !owner->columns.empty() &&
        owner->columns.back().name == column_name) {
      add_serial(row, *owner, owner->columns.back());
      continue;
    }
    last_table = row.integer("attrelid");
    Column column{.name = column_name, .type = row.text("type")};
    column.nullable = !row.flag("attnotnull");
    column.collation = row.text("collation");
    column.comment = row.text("comment");
    if (!row.text("generated").empty()) {
      column.generated = schema::Generated{.sql = bare(row.text("default_sql")),
                                           .stored = row.text("generated") == "s"};
    } else if (!row.text("identity").empty()) {
      column.identity =
          schema::Identity{.kind = row.text("identity") == "a" ? "always" : "by_default",
                           .options = sequence_options(row, row.text("sequence_type"))};
    } else if (!row.null("default_sql")) {
      column.default_sql = row.text("default_sql");
      add_serial(row, *owner, column);
    }
    if (row.integer("attinhcount") > 0 && row.flag("attislocal")) {
      std::string& local = owner->options["local"];
      local += (local.empty() ? "" : ", ") + spell_name(column.name);
    }
    owner->columns.push_back(std::move(column));
  }
}

/// Serial is what CREATE TABLE (c serial) makes, to the letter: anything else is a sequence of its
/// own and a default.
bool CatalogReader::add_serial(const Row& row, const Table& table, Column& column) {
  if (row.text("owned") != "a" || column.default_sql != row.text("sequence_default") ||
      row.text("sequence_type") != column.type || column.nullable ||
      row.text("sequence") != serial_sequence(table.name.name, column.name)) {
    return false;
  }
  column.default_sql.reset();
  column.identity =
      schema::Identity{.kind = "serial", .options = sequence_options(row, column.type)};
  serial_sequences_.push_back(quote(serial_sequence(table.name, column.name)));
  return true;
}

}  // namespace covet::postgresql
