#include <utility>

#include "adapters/postgresql/catalog_json.h"
#include "adapters/postgresql/catalog_reader.h"
#include "adapters/postgresql/catalog_sql.h"
#include "adapters/postgresql/expression_text.h"

namespace covet::postgresql {
namespace {

using schema::Deferrable;
using schema::RefAction;

Deferrable deferrable_of(const Row& row) {
  if (!row.flag("condeferrable")) return Deferrable::no;
  return row.flag("condeferred") ? Deferrable::initially_deferred : Deferrable::deferrable;
}

RefAction action_of(const std::string& letter) {
  if (letter == "r") return RefAction::restrict_;
  if (letter == "c") return RefAction::cascade;
  if (letter == "n") return RefAction::set_null;
  if (letter == "d") return RefAction::set_default;
  return RefAction::no_action;
}

schema::IndexKey key_of(const Row& row) {
  schema::IndexKey key;
  if (row.null("expression")) {
    key.column = row.text("column");
  } else {
    key.sql = bare(row.text("expression"));
  }
  key.descending = row.flag("descending");
  // Descending keys have their NULLs first unless told otherwise, ascending ones last.
  if (row.flag("nulls_first") != key.descending) key.nulls = key.descending ? "last" : "first";
  key.collation = row.text("collation");
  key.opclass = row.text("opclass");
  return key;
}

}  // namespace

void CatalogReader::read_constraints() {
  for (const Row& row : query(catalog_sql::constraints)) {
    if (schema::Table* owner = table(row.integer("conrelid"))) add_constraint(row, *owner);
  }
}

void CatalogReader::add_constraint(const Row& row, schema::Table& table) {
  const std::string own = row.text("conname");
  const std::string kind = row.text("kind");
  std::vector<std::string> columns = json_names(row.text("columns"));
  const auto unmanaged = [&](std::string what) {
    forget({.kind = std::move(what),
            .name = {table.name.schema, own},
            .sql = row.text("definition"),
            .table = table.name.display()});
  };
  if (kind == "x") {
    unmanaged("exclusion constraint");
  } else if (row.flag("period") || (row.flag("has_include") && kind == "u")) {
    unmanaged(row.flag("period") ? "temporal constraint" : "unique constraint with INCLUDE");
  } else if (kind == "p") {
    table.primary_key = schema::PrimaryKey{.name = own, .columns = std::move(columns)};
    if (row.flag("has_include")) unmanaged("INCLUDE of a primary key");
    if (row.flag("condeferrable")) unmanaged("DEFERRABLE of a primary key");
  } else if (kind == "u") {
    table.uniques.push_back({.name = own,
                             .columns = std::move(columns),
                             .nulls_not_distinct = row.flag("nulls_not_distinct"),
                             .deferrable = deferrable_of(row)});
  } else if (kind == "c") {
    table.checks.push_back({.name = own,
                            .sql = bare(row.text("expression")),
                            .no_inherit = row.flag("connoinherit"),
                            .valid = row.flag("convalidated") || !row.flag("enforced"),
                            .enforced = row.flag("enforced")});
  } else if (row.flag("set_columns") || !row.flag("enforced")) {
    unmanaged(row.flag("enforced") ? "foreign key that sets some columns"
                                   : "foreign key that is not enforced");
  } else {
    table.foreign_keys.push_back({.name = own,
                                  .columns = std::move(columns),
                                  .target = name(row.text("target_schema"), row.text("target")),
                                  .target_columns = json_names(row.text("target_columns")),
                                  .on_delete = action_of(row.text("on_delete")),
                                  .on_update = action_of(row.text("on_update")),
                                  .deferrable = deferrable_of(row),
                                  .match = row.text("match") == "f" ? "FULL" : "",
                                  .valid = row.flag("convalidated")});
  }
}

void CatalogReader::read_indexes() {
  std::int64_t last = 0;
  for (const Row& row : query(catalog_sql::indexes)) {
    schema::Table* owner = table(row.integer("indrelid"));
    if (owner == nullptr) continue;
    if (row.integer("indexrelid") != last) {
      last = row.integer("indexrelid");
      schema::Index index{.name = row.text("relname"), .keys = {}};
      index.unique = row.flag("indisunique");
      if (const std::string method = row.text("amname"); method != "btree") index.method = method;
      index.where = bare(row.text("predicate"));
      index.nulls_not_distinct = row.flag("nulls_not_distinct");
      index.comment = row.text("comment");
      if (!row.null("storage")) {
        forget({.kind = "index storage",
                .name = {owner->name.schema, index.name},
                .sql = row.text("storage"),
                .table = owner->name.display()});
      }
      owner->indexes.push_back(std::move(index));
    }
    schema::Index& index = owner->indexes.back();
    if (row.flag("included")) {
      index.include.push_back(row.text("column"));
    } else {
      index.keys.push_back(key_of(row));
    }
  }
}

}  // namespace covet::postgresql
