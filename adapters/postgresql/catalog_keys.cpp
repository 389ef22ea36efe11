#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/catalog_json.h"
#include "adapters/postgresql/catalog_reader.h"
#include "adapters/postgresql/catalog_sql.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "core/base/strings.h"

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
    key.sql = printed_expression(row.text("expression"));
  }
  key.descending = row.flag("descending");
  // Descending keys have their NULLs first unless told otherwise, ascending ones last.
  if (row.flag("nulls_first") != key.descending) key.nulls = key.descending ? "last" : "first";
  key.collation = row.text("collation");
  key.opclass = row.text("opclass");
  return key;
}

std::string spell_list(const std::vector<std::string>& names) {
  std::vector<std::string> spelled;
  for (const std::string& name : names)
    spelled.push_back(spell_name(name));
  return join(spelled, ", ");
}

/// What a primary key or unique constraint has beyond its columns.
schema::Options key_options(const Row& row) {
  schema::Options options;
  const auto set = [&](const char* option, std::string value) {
    if (!value.empty()) options[option] = std::move(value);
  };
  set("include", spell_list(json_names(row.text("included"))));
  set("with", row.text("storage"));
  set("tablespace", row.text("tablespace"));
  set("index_comment", row.text("index_comment"));
  set("without_overlaps", row.flag("period") ? "true" : "");
  return options;
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
  const std::string comment = row.text("comment");
  if (kind == "x") return add_exclusion(row, table);
  if (kind == "f") return add_foreign_key(row, table);
  std::vector<std::string> columns = json_names(row.text("columns"));
  if (kind == "p") {
    schema::Options options = key_options(row);
    const Deferrable deferrable = deferrable_of(row);
    if (deferrable != Deferrable::no) {
      options["deferrable"] = deferrable == Deferrable::deferrable ? "true" : "deferred";
    }
    table.primary_key = {own, std::move(columns), comment, std::move(options)};
  } else if (kind == "u") {
    table.uniques.push_back({.name = own,
                             .columns = std::move(columns),
                             .nulls_not_distinct = row.flag("nulls_not_distinct"),
                             .deferrable = deferrable_of(row),
                             .comment = comment,
                             .options = key_options(row)});
  } else {
    schema::Options options;
    if (row.flag("both") && !table.options.contains("partition_of")) options["local"] = "true";
    table.checks.push_back({.name = own,
                            .sql = printed_expression(row.text("expression")),
                            .no_inherit = row.flag("connoinherit"),
                            .valid = row.flag("convalidated") || !row.flag("enforced"),
                            .enforced = row.flag("enforced"),
                            .comment = comment,
                            .options = std::move(options)});
  }
}

void CatalogReader::add_foreign_key(const Row& row, schema::Table& table) const {
  schema::ForeignKey key{.name = row.text("conname"),
                         .columns = json_names(row.text("columns")),
                         .target = name(row.text("target_schema"), row.text("target")),
                         .target_columns = json_names(row.text("target_columns")),
                         .on_delete = action_of(row.text("on_delete")),
                         .on_update = action_of(row.text("on_update")),
                         .deferrable = deferrable_of(row),
                         .match = row.text("match") == "f" ? "FULL" : "",
                         .valid = row.flag("convalidated") || !row.flag("enforced"),
                         .comment = row.text("comment")};
  const std::string set = spell_list(json_names(row.text("set_columns")));
  if (!set.empty()) key.options["set_columns"] = set;
  if (!row.flag("enforced")) key.options["enforced"] = "false";
  if (row.flag("period")) key.options["period"] = "true";
  table.foreign_keys.push_back(std::move(key));
}

void CatalogReader::add_exclusion(const Row& row, const schema::Table& table) {
  const std::string own = row.text("conname");
  schema::Object exclusion{.kind = "exclusion constraint", .name = {table.name.schema, own}};
  exclusion.sql = fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}", quote(table.name), quote(own),
                              row.text("definition"));
  exclusion.table = table.name.display();
  exclusion.comment = row.text("comment");
  schema_.objects.push_back(std::move(exclusion));
}

schema::Index& CatalogReader::start_index(const Row& row, schema::Table& table) const {
  schema::Index index{.name = row.text("relname"), .keys = {}};
  index.unique = row.flag("indisunique");
  if (const std::string method = row.text("amname"); method != "btree") index.method = method;
  index.where = printed_expression(row.text("predicate"));
  index.nulls_not_distinct = row.flag("nulls_not_distinct");
  index.comment = row.text("comment");
  if (!row.null("storage")) index.options["with"] = row.text("storage");
  if (!row.null("tablespace")) index.options["tablespace"] = row.text("tablespace");
  return table.indexes.emplace_back(std::move(index));
}

void CatalogReader::read_indexes() {
  std::int64_t last = 0;
  for (const Row& row : query(catalog_sql::indexes)) {
    schema::Table* owner = table(row.integer("indrelid"));
    if (owner == nullptr) continue;
    const bool is_new = row.integer("indexrelid") != last;
    last = row.integer("indexrelid");
    if (row.flag("invalid") && !owner->options.contains("partition_by")) {
      // Left over from CREATE INDEX CONCURRENTLY: as good as not there, but for its name.
      if (is_new) {
        schema_.unmanaged.push_back({.kind = "invalid index",
                                     .name = {owner->name.schema, row.text("relname")},
                                     .table = owner->name.display()});
      }
      continue;
    }
    schema::Index& index = is_new ? start_index(row, *owner) : owner->indexes.back();
    if (!row.null("statistics")) {
      std::string& all = index.options["statistics"];
      all += fmt::format("{}{} = {}", all.empty() ? "" : ", ", row.integer("position"),
                         row.integer("statistics"));
    }
    if (row.flag("included")) {
      index.include.push_back(row.text("column"));
    } else {
      index.keys.push_back(key_of(row));
    }
  }
}

}  // namespace covet::postgresql
