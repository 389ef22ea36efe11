#include "adapters/mysql/render_objects.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "adapters/mysql/definer.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/flavor.h"
#include "adapters/mysql/object_text.h"
#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

using schema::Object;
using schema::Schema;

/// Its text is run under the sql_mode that it was created under.
bool keeps_sql_mode(const Object& object) {
  return object.kind != "view" && object.kind != "sequence";
}

bool sets(const std::string& setting, std::string_view variable) {
  return to_lower(setting).find(variable) != std::string::npos;
}

void undo(const std::vector<std::string>& settings, const ServerInfo& server,
          std::vector<std::string>& statements) {
  const auto any = [&](std::string_view variable) {
    return std::ranges::any_of(settings,
                               [&](const std::string& one) { return sets(one, variable); });
  };
  if (any("sql_mode"))
    statements.push_back("SET sql_mode = " + quoted_text(session_sql_mode(server)));
  if (any("names") || any("character_set") || any("collation"))
    statements.emplace_back("SET NAMES utf8mb4");
  if (any("time_zone")) statements.emplace_back("SET time_zone = '+00:00'");
}

const Object* find_trigger(const Schema& schema, const std::string& table, auto matches) {
  const auto found = std::ranges::find_if(schema.objects, [&](const Object& other) {
    return other.kind == "trigger" && other.table == table && matches(other);
  });
  return found == schema.objects.end() ? nullptr : &*found;
}

/// Its place is before the trigger that follows it, where that is there already.
std::string placed(const Object& trigger, const std::string& create, const Schema& before) {
  const Object* next = find_trigger(before, trigger.table, [&](const Object& other) {
    return followed(take_apart(other.sql).create) == trigger.name.name;
  });
  if (next != nullptr)
    return with_place(without_place(create), "PRECEDES " + dialect().quote(next->name.name));
  const std::string previous = followed(create);
  const bool there = find_trigger(before, trigger.table, [&](const Object& other) {
                       return other.name.name == previous;
                     }) != nullptr;
  return previous.empty() || there ? create : without_place(create);
}

std::vector<std::string> drop_statements(const Object& object, const ServerInfo& server) {
  std::string drop = object.drop_sql;
  if (drop.empty())
    drop = fmt::format("DROP {} {}", to_upper(object.kind), dialect().quote(object.name.name));
  // Only the mode that it was made in knows the word.
  if (!to_upper(drop).starts_with("DROP PACKAGE")) return {drop};
  const ObjectText text = take_apart(object.sql);
  std::vector<std::string> statements = text.settings;
  statements.push_back(std::move(drop));
  undo(text.settings, server, statements);
  return statements;
}

Schema without(const Schema& schema, const Object& object) {
  Schema rest;
  std::ranges::copy_if(schema.objects, std::back_inserter(rest.objects),
                       [&](const Object& other) { return !other.is_same_thing(object); });
  return rest;
}

void append(std::vector<std::string>& statements, std::vector<std::string> more) {
  std::ranges::move(more, std::back_inserter(statements));
}

std::vector<std::string> replace_statements(const Object& from, Object to, const Schema& before,
                                            const ServerInfo& server) {
  constexpr std::string_view create = "CREATE ";
  ObjectText text = take_apart(to.sql);
  const bool in_one = to.kind == "view" && text.create.starts_with(create) && from.drop_sql.empty();
  if (in_one) {
    const bool says_so = to_upper(text.create).starts_with("CREATE OR REPLACE");
    if (!says_so) text.create.insert(create.size(), "OR REPLACE ");
    to.sql = text.with_settings();
    return create_statements(to, before, server);
  }
  std::vector<std::string> statements = drop_statements(from, server);
  append(statements, create_statements(to, without(before, from), server));
  return statements;
}

/// Whoever it is to belong to, it is made anew under that name.
std::vector<std::string> give_away(const schema::AlterRights& change, const Schema& before,
                                   const ServerInfo& server) {
  for (const Object& object : before.objects) {
    if (object.kind != change.kind || object.name != change.name) continue;
    Object to = object;
    to.rights = change.to;
    return replace_statements(object, std::move(to), before, server);
  }
  throw Error(Errc::internal, "there is no " + change.kind + " " + change.name.display(),
              "this is a bug in covet; please report it");
}

}  // namespace

std::vector<std::string> create_statements(const Object& object, const Schema& before,
                                           const ServerInfo& server) {
  ObjectText text = take_apart(object.sql);
  text.create = with_definer(text.create, object.rights.owner);
  const bool says_mode = std::ranges::any_of(
      text.settings, [](const std::string& setting) { return sets(setting, "sql_mode"); });
  const std::string usual = usual_sql_mode(server);
  if (keeps_sql_mode(object) && !says_mode && usual != session_sql_mode(server))
    text.settings.insert(text.settings.begin(), "SET sql_mode = " + quoted_text(usual));
  std::vector<std::string> statements = text.settings;
  statements.push_back(object.kind == "trigger" ? placed(object, text.create, before)
                                                : text.create);
  undo(text.settings, server, statements);
  append(statements, object.then);
  append(statements, object.keep);
  return statements;
}

schema::Rendered render_object(const schema::Change& change, const Schema& before,
                               const ServerInfo& server) {
  schema::Rendered rendered{.statements = {}};
  rendered.statements =
      std::visit(overloaded{
                     [&](const schema::CreateObject& c) {
                       return create_statements(c.object, before, server);
                     },
                     [&](const schema::DropObject& c) { return drop_statements(c.object, server); },
                     [&](const schema::ReplaceObject& c) {
                       return replace_statements(c.from, c.to, before, server);
                     },
                     [&](const schema::AlterRights& c) { return give_away(c, before, server); },
                     [](const auto&) { return std::vector<std::string>{}; },
                 },
                 change);
  return rendered;
}

}  // namespace covet::mysql
