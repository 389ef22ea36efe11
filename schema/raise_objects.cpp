#include <algorithm>
#include <map>
#include <set>

#include "core/base/strings.h"
#include "core/model/object_kind.h"
#include "schema/lower_objects.h"
#include "schema/raise_models.h"

namespace covet::schema {

namespace {

/// The models' handles and the views' under the names that objects are said to stand on.
struct Owners {
  std::map<std::string, std::string> tables;
  std::map<std::string, std::string> views;
};

std::string section_of(const Object& object) {
  const model::ObjectKind* const kind = model::find_object_kind(object.kind);
  return kind == nullptr ? "raw" : std::string(kind->section);
}

model::SqlText sql_of(const Object& object, const Ddl& ddl) {
  const std::string head = view_head(object, ddl.dialect());
  std::string text = object.sql;
  if (object.kind == "schema" && text == schema_head(object, ddl.dialect())) return {};
  if (object.kind == "extension" &&
      text == "CREATE EXTENSION " + ddl.dialect().quote(object.name.name)) {
    return {};
  }
  if (section_of(object) == "views" && text.starts_with(head)) {
    std::string query = text.substr(head.size());
    // Only what reads back: a query that begins with a word of its own is told by it.
    model::ObjectDef again{.kind = object.kind, .handle = object.name.name};
    again.db_schema = object.name.schema;
    again.sql = model::sql_for_all(query);
    const std::optional<Object> made = lower_object(again, {}, ddl);
    if (made && made->sql == object.sql) text = std::move(query);
  }
  return {{{std::string(ddl.engine_keys().back()), text}}};
}

std::string given_handle(const Object& object, const model::ModelSet& known) {
  const auto found = std::ranges::find_if(known.objects, [&](const model::ObjectDef& def) {
    const std::string& name = def.name.empty() ? def.handle : def.name;
    return def.kind == object.kind && name == object.name.name &&
           def.db_schema == object.name.schema &&
           (!def.args || "(" + *def.args + ")" == object.signature);
  });
  return found == known.objects.end() ? std::string() : found->handle;
}

}  // namespace

void raise_objects(const RaiseContext& context, model::ModelSet& set) {
  Owners owners;
  for (const Table& table : context.schema.tables)
    owners.tables[table.name.display()] = context.handles.table(table.name);
  std::map<std::string, std::set<std::string>> taken;
  const auto add = [&](const Object& object) {
    model::ObjectDef def;
    def.kind = object.kind;
    const auto table = owners.tables.find(object.table);
    const auto view = owners.views.find(object.table);
    def.on_a_view = table == owners.tables.end() && view != owners.views.end();
    def.on = table != owners.tables.end() ? table->second
             : def.on_a_view              ? view->second
                                          : object.table;
    def.handle = given_handle(object, context.known);
    if (def.handle.empty()) def.handle = object.name.name;
    while (!taken[section_of(object) + "\n" + object.table].insert(def.handle).second)
      def.handle += "_";
    if (def.handle != object.name.name) def.name = object.name.name;
    def.db_schema = object.name.schema;
    if (object.signature.size() > 1)
      def.args = object.signature.substr(1, object.signature.size() - 2);
    def.comment = object.comment;
    def.sql = sql_of(object, context.ddl);
    def.then = object.then;
    def.drop_sql = object.drop_sql;
    def.rights = object.rights;
    if (section_of(object) == "views") owners.views[object.name.display()] = def.handle;
    set.objects.push_back(std::move(def));
  };
  for (const Object& object : context.schema.objects) {
    if (object.table.empty()) add(object);
  }
  for (const Object& object : context.schema.objects) {
    if (!object.table.empty()) add(object);
  }
}

}  // namespace covet::schema
