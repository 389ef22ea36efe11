#include <algorithm>

#include <fmt/core.h>

#include "adapters/postgresql/ddl_type.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/domain_text.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/sequence_sql.h"
#include "core/base/strings.h"

namespace covet::postgresql {

using schema::Object;
using schema::TableName;

namespace {

bool has_table(const schema::Schema& schema, const std::string& owner) {
  return std::ranges::any_of(schema.tables, [&](const schema::Table& table) {
    return owner.starts_with(quote(table.name) + ".");
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
  if (from.owner != to.owner) {
    render.say(prefix + " OWNED BY " + (to.owner.empty() ? "NONE" : to.owner));
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

}  // namespace

void ensure_namespace(const TableName& name, Render& render) {
  if (name.schema.empty()) return;
  const auto inside = [&](const auto& thing) { return thing.name.schema == name.schema; };
  const schema::Schema& before = render.before;
  if (std::ranges::any_of(before.tables, inside) || std::ranges::any_of(before.enums, inside) ||
      std::ranges::any_of(before.objects, inside) ||
      std::ranges::any_of(before.unmanaged, inside)) {
    return;
  }
  render.say("CREATE SCHEMA IF NOT EXISTS " + quote(name.schema));
}

void create_object(const Object& object, Render& render) {
  ensure_namespace(object.name, render);
  if (object.kind == "sequence") {
    const std::string owner = parse_sequence(object.sql).owner;
    // Its table may be yet to come; that one claims it then.
    if (!owner.empty() && !has_table(render.before, owner)) {
      const std::size_t owned = to_upper(object.sql).rfind(" OWNED ");
      return render.say(object.sql.substr(0, owned));
    }
  }
  render.say(object.sql);
}

void drop_object(const Object& object, Render& render) {
  // A sequence has gone with the table that owned it.
  const bool owned = object.kind == "sequence" && !parse_sequence(object.sql).owner.empty();
  render.say(fmt::format("DROP {} {}{}", to_upper(object.kind), owned ? "IF EXISTS " : "",
                         quote(object.name)));
}

void replace_object(const schema::ReplaceObject& change, Render& render) {
  if (change.to.kind == "sequence") return replace_sequence(change, render);
  if (change.to.kind == "domain") return replace_domain(change, render);
  drop_object(change.from, render);
  create_object(change.to, render);
}

}  // namespace covet::postgresql
