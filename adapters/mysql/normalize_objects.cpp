#include "adapters/mysql/normalize_objects.h"

#include <algorithm>

#include <fmt/core.h>

#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/definer.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/flavor.h"
#include "adapters/mysql/object_text.h"
#include "adapters/mysql/render_objects.h"
#include "core/base/contains.h"
#include "core/base/error.h"
#include "core/base/strings.h"
#include "schema/mentions.h"
#include "schema/order_creations.h"

namespace covet::mysql {
namespace {

using schema::Change;
using schema::CreateObject;
using schema::CreateTable;
using schema::Object;
using schema::Schema;
using schema::Table;

std::string definerless(const std::string& sql) {
  ObjectText text = take_apart(sql);
  text.create = without_definer(text.create);
  return text.with_settings();
}

/// An event that doesn't say when it starts does so when it is made.
bool says_the_same(const std::string& wanted, const std::string& live, const Object& object) {
  if (wanted == live) return true;
  return object.kind == "event" && wanted == without_start(wanted) && wanted == without_start(live);
}

/// As it may be made in a scratch database: by whom nobody cares, and an event must not run there.
Object harmless(Object object) {
  object.rights = {};
  if (object.kind != "event") return object;
  ObjectText text = take_apart(object.sql);
  text.create = with_event_status(text.create, "DISABLE");
  object.sql = text.with_settings();
  return object;
}

std::string name_of(const Change& change) {
  const auto* object = std::get_if<CreateObject>(&change);
  if (object == nullptr) return "table " + std::get<CreateTable>(change).table.name.display();
  return object->object.kind + " " + object->object.name.display();
}

}  // namespace

ObjectSpeller::ObjectSpeller(Schema& wanted, const Schema& live) : wanted_(wanted), live_(live) {
  for (Object& object : wanted_.objects) {
    // The server keeps a comment only within the text.
    object.comment.clear();
    object.rights.owner = settled_owner(object.rights.owner);
    const Object* same = live_of(object);
    if (same == nullptr || same->sql == object.sql) continue;
    if (says_the_same(definerless(object.sql), same->sql, object)) {
      object.sql = same->sql;
    } else {
      unsure_.push_back(&object);
    }
  }
}

const Object* ObjectSpeller::live_of(const Object& object) const {
  const auto found = std::ranges::find_if(
      live_.objects, [&](const Object& other) { return other.is_same_thing(object); });
  return found == live_.objects.end() ? nullptr : &*found;
}

/// Bodies are not looked into when a routine or event is made.
void ObjectSpeller::need(const Object& object, std::vector<Change>& creations) const {
  if (contains(creations, Change(CreateObject{object}))) return;
  creations.push_back(CreateObject{object});
  if (object.kind != "view" && object.kind != "trigger") return;
  const schema::Mentions mentions = schema::mentions_of(object);
  const auto named = [&](const std::string& name) { return mentions.speaks_of(name); };
  for (const Table& table : wanted_.tables) {
    const bool used =
        object.kind == "view" ? named(table.name.name) : object.table == table.name.display();
    if (used && !contains(creations, Change(CreateTable{table})))
      creations.push_back(CreateTable{table});
  }
  for (const Object& other : wanted_.objects) {
    const bool beside = object.kind == "trigger" && other.table == object.table;
    const bool beneath = object.kind == "view" && other.table.empty() && named(other.name.name);
    if (beside || beneath) need(other, creations);
  }
}

std::vector<Change> ObjectSpeller::needed() const {
  std::vector<Change> creations;
  for (const Object* object : unsure_)
    need(*object, creations);
  for (std::size_t i = 0; i < creations.size(); ++i) {
    const auto* table = std::get_if<CreateTable>(&creations[i]);
    if (table == nullptr) continue;
    const schema::Mentions mentions = schema::mentions_of(table->table);
    for (const Object& other : wanted_.objects) {
      if (other.kind == "sequence" && mentions.speaks_of(other.name.name)) need(other, creations);
    }
  }
  return schema::in_order_of_need(std::move(creations));
}

void ObjectSpeller::make(Connection& connection, const std::vector<const Table*>& made,
                         std::vector<std::string>& unspelled) const {
  Schema there;
  for (const Change& change : needed()) {
    try {
      if (const auto* table = std::get_if<CreateTable>(&change)) {
        const bool known = std::ranges::any_of(
            made, [&](const Table* one) { return one->name == table->table.name; });
        if (known) continue;
        Table alone = table->table;
        alone.foreign_keys.clear();
        connection.execute(create_table(alone, flavor_of(connection.server())));
      } else {
        const Object object = harmless(std::get<CreateObject>(change).object);
        // One may stand in for it already, beneath a table.
        if (object.kind == "sequence")
          connection.execute("DROP SEQUENCE IF EXISTS " + dialect().quote(object.name.name));
        for (const std::string& statement : create_statements(object, there, connection.server()))
          connection.execute(statement);
        there.objects.push_back(object);
      }
    } catch (const Error& error) {
      if (error.code() == Errc::connection) throw;
      unspelled.push_back(fmt::format("{}: {}", name_of(change), error.message()));
    }
  }
}

void ObjectSpeller::take(const Schema& spelled) {
  for (Object* object : unsure_) {
    const auto found = std::ranges::find_if(
        spelled.objects, [&](const Object& other) { return other.is_same_thing(*object); });
    if (found == spelled.objects.end()) continue;
    std::string sql = found->sql;
    if (object->kind == "event") {
      ObjectText text = take_apart(sql);
      const std::string written = take_apart(object->sql).create;
      text.create = with_event_status(text.create, event_status(written));
      if (written == without_start(written)) text.create = without_start(text.create);
      sql = text.with_settings();
    }
    const Object* same = live_of(*object);
    if (same != nullptr && says_the_same(sql, same->sql, *object)) {
      object->sql = same->sql;
    } else if (definerless(object->sql) == object->sql) {
      object->sql = std::move(sql);
    }
  }
}

void ObjectSpeller::give_up(const Error& error, std::vector<std::string>& unspelled) const {
  for (const Object* object : unsure_)
    unspelled.push_back(
        fmt::format("{} {}: {}", object->kind, object->name.display(), error.message()));
}

}  // namespace covet::mysql
