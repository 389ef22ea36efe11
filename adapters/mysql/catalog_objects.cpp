#include "adapters/mysql/catalog_objects.h"

#include <map>

#include "adapters/mysql/catalog_scope.h"
#include "adapters/mysql/catalog_sql.h"
#include "adapters/mysql/definer.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/flavor.h"
#include "adapters/mysql/object_text.h"
#include "adapters/mysql/show_create.h"
#include "core/base/strings.h"
#include "core/model/object_kind.h"

namespace covet::mysql {

/// Where SHOW CREATE puts what, by column; 0 for what it doesn't say.
struct ObjectReader::Source {
  std::string_view kind;
  std::string_view what;  ///< as SHOW CREATE calls it
  std::size_t text, sql_mode, charset, time_zone;
};

ObjectReader::ObjectReader(Connection& connection, const std::string& database,
                           const schema::Scope& scope, schema::Schema& result)
    : connection_(connection), database_(database), scope_(scope), result_(result) {}

Rows ObjectReader::ask(std::string_view sql) {
  return connection_.fetch_all(Statement{std::string(sql), {database_}});
}

void ObjectReader::read() {
  if (flavor_of(connection_.server()).mariadb())
    read_named({"sequence", "SEQUENCE", 1, 0, 0, 0}, narrowed(catalog_sql::sequences, scope_));
  read_named({"view", "VIEW", 1, 0, 2, 0}, narrowed(catalog_sql::views, scope_));
  read_triggers();
  read_routines();
  read_named({"event", "EVENT", 3, 1, 4, 2}, catalog_sql::events);
}

void ObjectReader::read_named(const Source& source, std::string_view sql) {
  std::vector<schema::Object> named;
  for (const Row& row : ask(sql))
    named.push_back({.kind = std::string(source.kind), .name = {"", row.text("name")}});
  add(source, named);
}

void ObjectReader::read_triggers() {
  const Source source{"trigger", "TRIGGER", 2, 1, 3, 0};
  std::vector<schema::Object> named;
  std::map<std::string, std::string> followed;
  std::string place, previous;
  for (const Row& row : ask(catalog_sql::triggers)) {
    const std::string name = row.text("name");
    const std::string here = row.text("tab") + "\n" + row.text("timing") + "\n" + row.text("event");
    if (here == place) followed[name] = previous;
    place = here;
    previous = name;
    named.push_back({.kind = "trigger", .name = {"", name}, .table = row.text("tab")});
  }
  add(source, named);
  for (schema::Object& object : result_.objects) {
    const auto before = followed.find(object.name.name);
    if (object.kind == "trigger" && before != followed.end())
      object.sql = with_place(object.sql, "FOLLOWS " + dialect().quote(before->second));
  }
}

void ObjectReader::read_routines() {
  std::map<std::string, std::vector<schema::Object>> by_type;
  for (const Row& row : ask(catalog_sql::routines)) {
    schema::Object routine{.kind = to_lower(row.text("type")), .name = {"", row.text("name")}};
    if (model::find_object_kind(routine.kind) == nullptr)
      routine.drop_sql = "DROP " + row.text("type") + " " + dialect().quote(routine.name.name);
    by_type[row.text("type")].push_back(std::move(routine));
  }
  for (const auto& [type, routines] : by_type)
    add({routines.front().kind, type, 2, 1, 3, 0}, routines);
}

void ObjectReader::add(const Source& source, const std::vector<schema::Object>& named) {
  std::vector<schema::Object> seen;
  std::vector<std::string> names;
  for (const schema::Object& object : named) {
    if (!scope_.covers(object.table.empty() ? object.name.name : object.table)) continue;
    seen.push_back(object);
    names.push_back(object.name.name);
  }
  const auto texts = show_create(connection_, source.what, database_, names);
  for (schema::Object& object : seen) {
    const auto found = texts.find(object.name.name);
    // No text is shown to who may not read it.
    if (found == texts.end() || is_null(found->second[source.text])) {
      result_.unmanaged.push_back(std::move(object));
      continue;
    }
    object.sql = text_of(source, found->second);
    if (scope_.rights) object.rights.owner = definer_of(to_text(found->second[source.text]));
    result_.objects.push_back(std::move(object));
  }
}

std::string ObjectReader::text_of(const Source& source, const Row& row) const {
  const auto said = [&](std::size_t column) {
    return column == 0 ? std::string() : to_text(row[column]);
  };
  CreatedUnder under{.time_zone = said(source.time_zone)};
  if (source.sql_mode > 0) under.sql_mode = said(source.sql_mode);
  if (source.charset > 0) {
    under.charset = said(source.charset);
    under.collation = said(source.charset + 1);
  }
  const std::string create = to_text(row[source.text]);
  const bool view = source.kind == "view";
  const std::string text =
      view ? without_database(view_text(create), database_) : without_definer(create);
  return settings_for(under, text, connection_.server()) + text;
}

}  // namespace covet::mysql
