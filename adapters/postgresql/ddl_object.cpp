#include <algorithm>

#include <fmt/core.h>

#include "adapters/postgresql/ddl_rights.h"
#include "adapters/postgresql/ddl_type.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/domain_text.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/object_text.h"
#include "adapters/postgresql/sequence_sql.h"
#include "core/base/contains.h"
#include "core/base/strings.h"

namespace covet::postgresql {

using schema::Object;
using schema::TableName;

namespace {

bool is_routine(const Object& object) {
  return object.kind == "function" || object.kind == "procedure";
}

/// The name that an object gives as what it stands on.
std::string quote_owner(const std::string& display, const Render& render) {
  for (const schema::Schema* schema : {&render.before, &render.after}) {
    for (const schema::Table& table : schema->tables) {
      if (table.name.display() == display) return quote(table.name);
    }
    for (const Object& object : schema->objects) {
      if (object.table.empty() && object.name.display() == display) return quote(object.name);
    }
  }
  const std::size_t dot = display.find('.');
  if (dot == std::string::npos) return quote(display);
  return quote(TableName{display.substr(0, dot), display.substr(dot + 1)});
}

/// Alone, a procedure is known by its name and what it takes; among others that take something
/// else, but give out what it takes, by the modes as well.
std::string arguments_of(const Object& object, const Render& render) {
  const auto is_another = [&](const Object& other) {
    return other.kind == "procedure" && other.name == object.name &&
           other.signature != object.signature;
  };
  const bool ambiguous = object.kind == "procedure" && object.signature != "()" &&
                         (std::ranges::any_of(render.before.objects, is_another) ||
                          std::ranges::any_of(render.after.objects, is_another));
  return ambiguous ? with_modes(object.signature) : object.signature;
}

/// What DROP and COMMENT ON call it.
std::string reference_to(const Object& object, const Render& render) {
  // Statistics have a name of their own, in a schema.
  if (object.table.empty() || object.kind == "statistics") {
    return quote(object.name) + arguments_of(object, render);
  }
  return fmt::format("{} ON {}", quote(object.name.name), quote_owner(object.table, render));
}

void comment_on(const Object& object, Render& render) {
  render.say(fmt::format("COMMENT ON {} {} IS {}", to_upper(object.kind),
                         reference_to(object, render),
                         object.comment.empty() ? "NULL" : quote_text(object.comment)));
}

bool owns(const TableName& table, const schema::Column& column, const std::string& owner) {
  return owner == quote(table) + "." + quote(column.name);
}

/// False for one that is yet to come; that one claims its sequences then.
bool has_owner(const schema::Schema& schema, const std::string& owner) {
  return std::ranges::any_of(schema.tables, [&](const schema::Table& table) {
    return std::ranges::any_of(table.columns, [&](const schema::Column& column) {
      return owns(table.name, column, owner);
    });
  });
}

void replace_sequence(const schema::ReplaceObject& change, Render& render) {
  const std::string prefix = "ALTER SEQUENCE " + quote(change.to.name);
  const SequenceText from = parse_sequence(change.from.sql);
  const SequenceText to = parse_sequence(change.to.sql);
  const std::string clamp =
      sequence_clamp(quote(change.to.name), from.options, to.options, to.type);
  if (!clamp.empty()) render.say(clamp);
  if (from.type != to.type) render.say(prefix + " AS " + to.type);
  const std::string options = sequence_changes(from.options, to.options, to.type, "");
  if (!options.empty()) render.say(prefix + options);
  const bool claimed = !to.owner.empty() && has_owner(render.before, to.owner);
  if (from.owner != to.owner && (claimed || !from.owner.empty())) {
    render.say(prefix + " OWNED BY " + (claimed ? to.owner : "NONE"));
  }
}

void rebuild_domain(const schema::ReplaceObject& change, Render& render) {
  const TableName aside = set_aside_name(change.from.name);
  render.say(
      fmt::format("ALTER DOMAIN {} RENAME TO {}", quote(change.from.name), quote(aside.name)));
  render.say(change.to.sql);
  move_columns(change.from.name, "", render);
  render.say("DROP DOMAIN " + quote(aside));
}

void replace_domain(const schema::ReplaceObject& change, Render& render) {
  const DomainText from = parse_domain(change.from.sql);
  const DomainText to = parse_domain(change.to.sql);
  if (from.base != to.base || from.constraints.contains("") || to.constraints.contains("")) {
    return rebuild_domain(change, render);
  }
  const std::string prefix = "ALTER DOMAIN " + quote(change.to.name);
  if (from.default_sql != to.default_sql) {
    render.say(prefix +
               (to.default_sql.empty() ? " DROP DEFAULT" : " SET DEFAULT " + to.default_sql));
  }
  if (from.not_null != to.not_null) {
    render.say(prefix + (to.not_null ? " SET NOT NULL" : " DROP NOT NULL"));
  }
  for (const auto& [name, check] : from.constraints) {
    const auto kept = to.constraints.find(name);
    if (kept != to.constraints.end() && kept->second == check) continue;
    render.say(fmt::format("{} DROP CONSTRAINT {}", prefix, quote(name)));
  }
  for (const auto& [name, check] : to.constraints) {
    const auto old = from.constraints.find(name);
    if (old != from.constraints.end() && old->second == check) continue;
    render.say(fmt::format("{} ADD CONSTRAINT {} {}", prefix, quote(name), check));
  }
}

std::string creation_of(const Object& object, const Render& render) {
  if (object.kind != "sequence") return object.sql;
  const std::string owner = parse_sequence(object.sql).owner;
  if (owner.empty() || has_owner(render.before, owner)) return object.sql;
  return object.sql.substr(0, to_upper(object.sql).rfind(" OWNED "));
}

/// False where only a new one will do.
bool replace_text(const schema::ReplaceObject& change, Render& render) {
  if (change.to.kind == "sequence") {
    replace_sequence(change, render);
  } else if (change.to.kind == "domain") {
    replace_domain(change, render);
  } else if (change.to.kind == "type") {
    return replace_type(change, render);
  } else if (is_routine(change.to)) {
    if (change.to.unread) render.leave_bodies_unread();
    render.say(change.to.sql);
  } else {
    return false;
  }
  return true;
}

/// What takes back the statements that `to` hasn't; nothing where one can't be taken back.
std::optional<std::vector<std::string>> undo_completion(const Object& from, const Object& to) {
  std::vector<std::string> undoing;
  for (auto it = from.then.rbegin(); it != from.then.rend(); ++it) {
    if (contains(to.then, *it)) continue;
    const std::optional<std::string> undo = undo_of(*it);
    if (!undo) return std::nullopt;
    undoing.push_back(*undo);
  }
  return undoing;
}

}  // namespace

void ensure_namespace(const TableName& name, Render& render) {
  if (name.schema.empty()) return;
  const auto inside = [&](const auto& thing) { return thing.name.schema == name.schema; };
  const auto is_it = [&](const Object& object) {
    return object.kind == "schema" && object.name.name == name.schema;
  };
  const schema::Schema& before = render.before;
  if (std::ranges::any_of(before.objects, is_it) || std::ranges::any_of(before.tables, inside) ||
      std::ranges::any_of(before.enums, inside) || std::ranges::any_of(before.objects, inside) ||
      std::ranges::any_of(before.unmanaged, inside)) {
    return;
  }
  render.say("CREATE SCHEMA IF NOT EXISTS " + quote(name.schema));
}

void claim_sequences(const TableName& table, const std::vector<schema::Column>& columns,
                     Render& render) {
  for (const Object& object : render.after.objects) {
    if (object.kind != "sequence") continue;
    const std::string owner = parse_sequence(object.sql).owner;
    const bool here = std::ranges::any_of(
        columns, [&](const schema::Column& column) { return owns(table, column, owner); });
    if (here) render.say(fmt::format("ALTER SEQUENCE {} OWNED BY {}", quote(object.name), owner));
  }
}

void create_object(const Object& object, Render& render) {
  if (object.kind != "schema") ensure_namespace(object.name, render);
  if (object.unread) render.leave_bodies_unread();
  render.say(creation_of(object, render));
  if (!object.comment.empty()) comment_on(object, render);
  for (const std::string& statement : object.then)
    render.say(statement);
  if (!object.rights.empty()) return give_rights(object, render);
  for (const std::string& statement : object.keep)
    render.say(statement);
}

void drop_object(const Object& object, Render& render) {
  reset_rights_of_default_schema(object, render);
  if (!object.drop_sql.empty()) return render.say(object.drop_sql);
  // A sequence has gone with the table that owned it.
  const bool owned = object.kind == "sequence" && !parse_sequence(object.sql).owner.empty();
  render.say(fmt::format("DROP {} {}{}", to_upper(object.kind), owned ? "IF EXISTS " : "",
                         reference_to(object, render)));
}

void replace_object(const schema::ReplaceObject& change, Render& render) {
  const Object& from = change.from;
  const Object& to = change.to;
  const auto undoing = undo_completion(from, to);
  Render in_place{.before = render.before, .after = render.after, .major = render.major};
  if (!undoing || (from.sql != to.sql && !replace_text(change, in_place))) {
    drop_object(from, render);
    return create_object(to, render);
  }
  for (const std::string& statement : *undoing)
    render.say(statement);
  for (std::string& statement : in_place.out.statements)
    render.say(std::move(statement));
  for (const std::string& statement : to.then) {
    // An index that was made anew has lost its comment.
    const bool again = !undoing->empty() && !statement.starts_with("CREATE");
    if (again || !contains(from.then, statement)) render.say(statement);
  }
  if (from.comment != to.comment) comment_on(to, render);
  alter_rights(from, to, render);
}

}  // namespace covet::postgresql
