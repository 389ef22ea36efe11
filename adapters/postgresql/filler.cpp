#include "adapters/postgresql/filler.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/domain_text.h"
#include "adapters/postgresql/type_text.h"

namespace covet::postgresql {

using schema::Column;

namespace {

using Filler = std::pair<std::string_view, std::string_view>;

constexpr auto fillers = std::to_array<Filler>({
    {"smallint", "0"},
    {"integer", "0"},
    {"bigint", "0"},
    {"numeric", "0"},
    {"real", "0"},
    {"double precision", "0"},
    {"money", "0"},
    {"oid", "0"},
    {"boolean", "false"},
    {"character varying", "''"},
    {"character", "''"},
    {"bpchar", "''"},
    {"text", "''"},
    {"name", "''"},
    {"\"char\"", "''"},
    {"citext", "''"},
    {"hstore", "''"},
    {"ltree", "''"},
    {"xml", "''"},
    {"tsvector", "''"},
    {"tsquery", "''"},
    {"bytea", "''"},
    {"bit varying", "''"},
    {"json", "'{}'"},
    {"jsonb", "'{}'"},
    {"jsonpath", "'$'"},
    {"uuid", "gen_random_uuid()"},
    {"date", "CURRENT_DATE"},
    {"timestamp with time zone", "now()"},
    {"timestamp without time zone", "now()"},
    {"time without time zone", "'00:00'"},
    {"time with time zone", "'00:00+00'"},
    {"inet", "'0.0.0.0'"},
    {"cidr", "'0.0.0.0/0'"},
    {"macaddr", "'00:00:00:00:00:00'"},
    {"macaddr8", "'00:00:00:00:00:00:00:00'"},
    {"pg_lsn", "'0/0'"},
    {"point", "'(0,0)'"},
    {"line", "'{1,0,0}'"},
    {"lseg", "'[(0,0),(0,0)]'"},
    {"box", "'(0,0),(0,0)'"},
    {"path", "'((0,0))'"},
    {"polygon", "'((0,0))'"},
    {"circle", "'<(0,0),0>'"},
});

const schema::Object* domain_of(const schema::Schema& schema, const std::string& base) {
  const auto found = std::ranges::find_if(schema.objects, [&](const schema::Object& object) {
    return object.kind == "domain" && spell_name(object.name) == base;
  });
  return found == schema.objects.end() ? nullptr : &*found;
}

/// What lies beneath domains upon domains; nothing where one of them has a default of its own.
std::optional<TypeText> beneath_domains(TypeText type, const schema::Schema& schema) {
  while (const schema::Object* const domain = type.array ? nullptr : domain_of(schema, type.base)) {
    const DomainText text = parse_domain(domain->sql);
    if (!text.default_sql.empty()) return std::nullopt;
    type = parse_type(text.base);
  }
  return type;
}

}  // namespace

const schema::EnumType* enum_of(const schema::Schema& schema, const std::string& base) {
  const auto found = std::ranges::find_if(
      schema.enums, [&](const schema::EnumType& type) { return spell_name(type.name) == base; });
  return found == schema.enums.end() ? nullptr : &*found;
}

std::optional<std::string> filler(const Column& column, const Render& render) {
  if (column.nullable || column.default_sql || column.identity || column.generated) return {};
  const std::optional<TypeText> beneath = beneath_domains(parse_type(column.type), render.after);
  if (!beneath) return {};
  const TypeText& type = *beneath;
  if (type.array) return "'{}'";
  if (const schema::EnumType* known = enum_of(render.after, type.base)) {
    if (known->values.empty()) return {};
    return quote_text(known->values.front());
  }
  if (type.base == "uuid" && render.major < 13) return "'00000000-0000-0000-0000-000000000000'";
  if (type.base == "bit") return "0::" + print_type(type);
  if (type.base.starts_with("interval")) return "'0'";
  if (type.base.ends_with("multirange")) return "'{}'";
  if (type.base.ends_with("range")) return "'empty'";
  const auto* found = std::ranges::find(fillers, std::string_view(type.base), &Filler::first);
  if (found == fillers.end()) return {};
  return std::string(found->second);
}

}  // namespace covet::postgresql
