#include "adapters/postgresql/catalog_reader.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/catalog_json.h"
#include "adapters/postgresql/catalog_others_sql.h"
#include "adapters/postgresql/catalog_sql.h"
#include "adapters/postgresql/catalog_text.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/not_null.h"
#include "adapters/postgresql/sequence_sql.h"
#include "core/base/strings.h"

namespace covet::postgresql {

using schema::Column;
using schema::Object;
using schema::Table;
using schema::TableName;

namespace {

schema::Options column_options_of(const Row& row) {
  schema::Options options;
  constexpr std::pair<std::string_view, std::string_view> storages[] = {
      {"p", "plain"}, {"m", "main"}, {"e", "external"}, {"x", "extended"}};
  for (const auto& [letter, word] : storages) {
    if (row.text("storage") == letter) options["storage"] = word;
  }
  const std::string compression = row.text("compression");
  if (compression == "l") options["compression"] = "lz4";
  if (compression == "p") options["compression"] = "pglz";
  if (!row.null("statistics") && row.integer("statistics") >= 0) {
    options["statistics"] = std::to_string(row.integer("statistics"));
  }
  for (const std::string& setting : json_names(row.text("options"))) {
    const std::size_t equals = setting.find('=');
    options[setting.substr(0, equals)] = setting.substr(equals + 1);
  }
  return options;
}

void note_not_null(const Row& row, const Table& table, Column& column) {
  if (row.null("not_null")) return;
  const std::string own = row.text("not_null");
  if (own != usual_not_null(table.name.name, column.name)) column.options["not_null"] = own;
  if (row.flag("connoinherit")) column.options["not_null_no_inherit"] = "true";
  if (!row.flag("convalidated")) column.options["not_null_not_valid"] = "true";
}

/// Only where it is not its table's; before version 15 all sequences are logged.
void note_persistence(const Row& row, int version, Column& column) {
  constexpr int version_with_unlogged = 150000;
  if (version >= version_with_unlogged && !row.null("sequence_persistence"))
    column.options["sequence_persistence"] = row.text("sequence_persistence");
}

schema::Identity identity_of(const Row& row, const Table& table, Column& column) {
  const std::string sequence = row.text("sequence");
  if (sequence != serial_sequence(table.name.name, column.name)) {
    column.options["sequence"] = sequence;
  }
  return {.kind = row.text("identity") == "a" ? "always" : "by_default",
          .options = sequence_options(row, row.text("sequence_type"))};
}

}  // namespace

CatalogReader::CatalogReader(Connection& connection,
                             const std::vector<std::int64_t>& namespace_oids,
                             std::vector<std::string> default_schemas)
    : connection_(connection), default_schemas_(std::move(default_schemas)) {
  std::vector<std::string> oids;
  for (const std::int64_t oid : namespace_oids)
    oids.push_back(std::to_string(oid));
  oids_ = "{" + join(oids, ",") + "}";
  std::vector<std::string> homes;
  for (const std::string& home : default_schemas_)
    homes.push_back("\"" + replace_all(replace_all(home, "\\", "\\\\"), "\"", "\\\"") + "\"");
  homes_ = "{" + join(homes, ",") + "}";
}

schema::Schema CatalogReader::read(bool rights) {
  read_relations();
  read_columns();
  read_constraints();
  read_indexes();
  read_enums();
  read_domains();
  read_sequences();
  read_extensions();
  read_schemas();
  read_types();
  read_views();
  read_routines();
  read_attached();
  add_objects(catalog_sql::namespaced);
  add_objects(catalog_sql::databasewide);
  read_unmanaged();
  if (rights) read_rights();
  return std::move(schema_);
}

schema::Schema CatalogReader::read_spelled() {
  read_relations();
  read_columns();
  read_constraints();
  read_indexes();
  read_domains();
  read_sequences();
  read_types();
  read_views();
  read_routines();
  read_attached();
  add_objects(catalog_sql::namespaced);
  return std::move(schema_);
}

Rows CatalogReader::query(std::string_view sql, const std::string& kept) {
  std::string text = replace_all(std::string(sql), "{kept}", kept);
  Statement statement{fill_in(text, connection_.server().version_number)};
  const bool of_namespaces = statement.sql.find("$1") != std::string::npos;
  if (of_namespaces) statement.params.emplace_back(oids_);
  if (statement.sql.find("$2") != std::string::npos) {
    statement.params.emplace_back(homes_);
    if (!of_namespaces) statement.sql = replace_all(std::move(statement.sql), "$2", "$1");
  }
  return connection_.fetch_all(statement);
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
  Table table{.name = own, .comment = row.text("comment")};
  read_table_options(row, table);
  schema_.tables.push_back(std::move(table));
  table_oids_.push_back(row.integer("oid"));
}

void CatalogReader::read_table_options(const Row& row, Table& table) const {
  const auto set = [&](const char* option, std::string value) {
    if (!value.empty()) table.options[option] = std::move(value);
  };
  const auto flag = [&](const char* option, bool on) { set(option, on ? "true" : ""); };
  std::vector<std::string> parents;
  for (const auto& parent : json_pairs(row.text("parents"))) {
    parents.push_back(spell_name(name(parent.first, parent.second)));
  }
  set(row.flag("relispartition") ? "partition_of" : "inherits", join(parents, ", "));
  set("bound", row.text("bound"));
  set("partition_by", row.text("partition_by"));
  set("of", row.text("of_type"));
  set("with", row.text("storage"));
  set("tablespace", row.text("tablespace"));
  set("access_method", row.text("access_method"));
  set("cluster_on", row.text("cluster_index"));
  flag("unlogged", row.text("persistence") == "u");
  flag("row_security", row.flag("relrowsecurity"));
  flag("force_row_security", row.flag("relforcerowsecurity"));
  const std::string identity = row.text("replica_identity");
  if (identity == "f") set("replica_identity", "full");
  if (identity == "n") set("replica_identity", "nothing");
  if (identity == "i" && !row.null("replica_index")) {
    set("replica_identity", "using index " + spell_name(row.text("replica_index")));
  }
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
    column.options = column_options_of(row);
    note_not_null(row, *owner, column);
    column.collation = row.text("collation");
    column.comment = row.text("comment");
    if (!row.text("generated").empty()) {
      column.generated = schema::Generated{.sql = printed_expression(row.text("default_sql")),
                                           .stored = row.text("generated") == "s"};
    } else if (!row.text("identity").empty()) {
      // A partition shares the identity of its parent, and its sequence.
      if (!row.flag("relispartition")) {
        column.identity = identity_of(row, *owner, column);
        note_persistence(row, connection_.server().version_number, column);
      }
    } else if (!row.null("default_sql")) {
      column.default_sql = keep_extract_fields(row.text("default_sql"));
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
/// own and a default, and so is what another table draws from.
bool CatalogReader::add_serial(const Row& row, const Table& table, Column& column) {
  if (row.text("owned") != "a" || row.flag("shared") ||
      column.default_sql != row.text("sequence_default") ||
      row.text("sequence_type") != column.type || column.nullable ||
      row.text("sequence") != serial_sequence(table.name.name, column.name) ||
      row.text("sequence_schema") != row.text("table_schema")) {
    return false;
  }
  column.default_sql.reset();
  column.identity =
      schema::Identity{.kind = "serial", .options = sequence_options(row, column.type)};
  note_persistence(row, connection_.server().version_number, column);
  serial_sequences_.push_back(quote(serial_sequence(table.name, column.name)));
  return true;
}

}  // namespace covet::postgresql
