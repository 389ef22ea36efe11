#include "cli/schema_json.h"

namespace covet::cli {
namespace {

using schema::Deferrable;

void add_name(JsonObject& json, const schema::TableName& name) {
  json.add("name", name.name).add_unless_empty("schema", name.schema);
}

void add_flag(JsonObject& json, std::string_view key, bool value) {
  if (value) json.add(key, true);
}

void add_deferrable(JsonObject& json, Deferrable deferrable) {
  if (deferrable == Deferrable::no) return;
  json.add("deferrable", deferrable == Deferrable::initially_deferred ? "initially deferred"
                                                                      : "initially immediate");
}

JsonObject options_json(const schema::Options& options) {
  JsonObject json;
  for (const auto& [key, value] : options)
    json.add(key, value);
  return json;
}

void add_options(JsonObject& json, const schema::Options& options) {
  if (!options.empty()) json.add("options", options_json(options));
}

/// What every kind of constraint and index has.
template <class T>
void add_extras(JsonObject& json, const T& item) {
  json.add_unless_empty("comment", item.comment);
  add_options(json, item.options);
}

void add_rights(JsonObject& json, const model::Rights& rights) {
  json.add_unless_empty("owner", rights.owner);
  if (!rights.grants) return;
  JsonObject roles;
  for (const auto& [role, grants] : *rights.grants) {
    std::vector<std::string> texts;
    for (const model::Grant& grant : grants)
      texts.push_back(model::print_grant(grant));
    roles.add(role, json_array(texts));
  }
  json.add("grants", roles);
}

JsonObject column_json(const schema::Column& column) {
  JsonObject json;
  json.add("name", column.name).add("type", column.type).add("nullable", column.nullable);
  if (column.default_sql) json.add("default", *column.default_sql);
  if (column.identity) {
    JsonObject identity;
    identity.add("kind", column.identity->kind);
    for (const auto& [key, value] : column.identity->options)
      identity.add(key, value);
    json.add("identity", identity);
  }
  if (column.generated) {
    json.add(
        "generated",
        JsonObject().add("sql", column.generated->sql).add("stored", column.generated->stored));
  }
  json.add_unless_empty("collation", column.collation)
      .add_unless_empty("on_update", column.on_update_sql);
  add_options(json, column.options);
  return json.add_unless_empty("comment", column.comment);
}

JsonObject unique_json(const schema::Unique& unique) {
  JsonObject json;
  json.add("name", unique.name).add("columns", json_array(unique.columns));
  add_flag(json, "nulls_not_distinct", unique.nulls_not_distinct);
  add_deferrable(json, unique.deferrable);
  add_extras(json, unique);
  return json;
}

JsonObject check_json(const schema::Check& check) {
  JsonObject json;
  json.add("name", check.name).add("sql", check.sql);
  add_flag(json, "no_inherit", check.no_inherit);
  add_flag(json, "not_valid", !check.valid);
  add_flag(json, "not_enforced", !check.enforced);
  add_extras(json, check);
  return json;
}

JsonObject foreign_key_json(const schema::ForeignKey& key) {
  JsonObject json;
  json.add("name", key.name)
      .add("columns", json_array(key.columns))
      .add("target", key.target.display());
  json.add("target_columns", json_array(key.target_columns));
  json.add("on_delete", model::name_of(key.on_delete))
      .add("on_update", model::name_of(key.on_update));
  add_deferrable(json, key.deferrable);
  json.add_unless_empty("match", key.match);
  add_flag(json, "not_valid", !key.valid);
  add_extras(json, key);
  return json;
}

JsonObject index_json(const schema::Index& index) {
  JsonObject json;
  json.add("name", index.name).add("unique", index.unique);
  JsonArray keys;
  for (const schema::IndexKey& key : index.keys) {
    JsonObject part;
    part.add_unless_empty("column", key.column).add_unless_empty("sql", key.sql);
    add_flag(part, "descending", key.descending);
    part.add_unless_empty("nulls", key.nulls).add_unless_empty("collation", key.collation);
    part.add_unless_empty("opclass", key.opclass);
    if (key.length) part.add("length", *key.length);
    keys.add(part);
  }
  json.add("keys", keys)
      .add_unless_empty("method", index.method)
      .add_unless_empty("where", index.where);
  if (!index.include.empty()) json.add("include", json_array(index.include));
  add_flag(json, "nulls_not_distinct", index.nulls_not_distinct);
  add_extras(json, index);
  return json;
}

template <typename Parts, typename ToJson>
JsonArray array_of(const Parts& parts, const ToJson& to_json) {
  JsonArray array;
  for (const auto& part : parts)
    array.add(to_json(part));
  return array;
}

JsonObject table_json(const schema::Table& table) {
  JsonObject json;
  add_name(json, table.name);
  json.add_unless_empty("comment", table.comment);
  json.add("columns", array_of(table.columns, column_json));
  if (table.primary_key) {
    JsonObject key;
    key.add("name", table.primary_key->name).add("columns", json_array(table.primary_key->columns));
    add_extras(key, *table.primary_key);
    json.add("primary_key", key);
  }
  json.add("uniques", array_of(table.uniques, unique_json));
  json.add("checks", array_of(table.checks, check_json));
  json.add("foreign_keys", array_of(table.foreign_keys, foreign_key_json));
  json.add("indexes", array_of(table.indexes, index_json));
  add_options(json, table.options);
  add_rights(json, table.rights);
  return json;
}

JsonObject enum_json(const schema::EnumType& type) {
  JsonObject json;
  add_name(json, type.name);
  json.add("values", json_array(type.values)).add_unless_empty("comment", type.comment);
  add_rights(json, type.rights);
  return json;
}

JsonObject object_json(const schema::Object& object) {
  JsonObject json;
  json.add("kind", object.kind);
  add_name(json, object.name);
  json.add_unless_empty("signature", object.signature).add_unless_empty("table", object.table);
  json.add_unless_empty("sql", object.sql).add_unless_empty("comment", object.comment);
  if (!object.then.empty()) json.add("then", json_array(object.then));
  json.add_unless_empty("drop", object.drop_sql);
  add_rights(json, object.rights);
  return json;
}

}  // namespace

void add_schema(JsonObject& document, const schema::Schema& schema) {
  document.add("enums", array_of(schema.enums, enum_json));
  document.add("objects", array_of(schema.objects, object_json));
  document.add("tables", array_of(schema.tables, table_json));
  document.add("not_carried", array_of(schema.unmanaged, object_json));
}

}  // namespace covet::cli
