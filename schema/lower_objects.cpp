#include "schema/lower_objects.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "core/db/sql_lexer.h"
#include "schema/lower_relations.h"

namespace covet::schema {

namespace {

bool is_view(const Object& object) {
  return object.kind == "view" || object.kind == "materialized view";
}

std::string qualified(const TableName& name, const Dialect& dialect) {
  return (name.schema.empty() ? "" : dialect.quote(name.schema) + ".") + dialect.quote(name.name);
}

std::string extension_sql(const model::ObjectDef& from, const Object& made,
                          const Dialect& dialect) {
  std::string sql = "CREATE EXTENSION " + dialect.quote(made.name.name);
  if (!from.db_schema.empty()) sql += " WITH SCHEMA " + dialect.quote(from.db_schema);
  if (!from.version.empty()) sql += " VERSION " + dialect.literal(from.version);
  return sql;
}

/// What is only there on engines with named schemas, unless a model says its SQL for another one.
bool wants_named_schemas(std::string_view kind) {
  constexpr std::array<std::string_view, 6> kinds = {"schema", "extension", "domain",
                                                     "type",   "collation", "sequence"};
  return std::ranges::find(kinds, kind) != kinds.end();
}

bool is_query(std::string_view sql, const LexicalRules& rules) {
  const std::vector<Token> tokens = lex_code(sql, rules);
  if (tokens.empty()) return false;
  constexpr std::array<std::string_view, 4> words = {"SELECT", "WITH", "VALUES", "TABLE"};
  return tokens.front().text == "(" || std::ranges::any_of(words, [&](std::string_view word) {
           return is_word(tokens.front(), word);
         });
}

std::string trimmed_sql(std::string_view sql) {
  sql = trim(sql);
  while (sql.ends_with(';'))
    sql = trim(sql.substr(0, sql.size() - 1));
  return std::string(sql);
}

/// The table or view that it stands on, by its own name.
std::string owner_of(const model::ObjectDef& from, const model::ModelSet& models) {
  if (from.on.empty()) return {};
  if (!from.on_a_view) {
    const model::Model* const owner = models.find(from.on);
    return owner == nullptr ? from.on : table_of(*owner).display();
  }
  const auto view = std::ranges::find_if(models.objects, [&](const model::ObjectDef& other) {
    return other.handle == from.on && (other.kind == "view" || other.kind == "materialized view");
  });
  if (view == models.objects.end()) return from.on;
  return TableName{view->db_schema, view->name.empty() ? view->handle : view->name}.display();
}

}  // namespace

std::string view_head(const Object& view, const Dialect& dialect) {
  return fmt::format("CREATE {} {} AS\n", view.kind == "view" ? "VIEW" : "MATERIALIZED VIEW",
                     qualified(view.name, dialect));
}

std::string schema_head(const Object& schema, const Dialect& dialect) {
  return "CREATE SCHEMA " + dialect.quote(schema.name.name);
}

std::optional<Object> lower_object(const model::ObjectDef& from, const model::ModelSet& models,
                                   const Ddl& ddl) {
  const auto keys = ddl.engine_keys();
  const Dialect& dialect = ddl.dialect();
  const bool meant = std::ranges::any_of(
      keys, [&](std::string_view key) { return from.sql.by_engine.contains(std::string(key)); });
  if (wants_named_schemas(from.kind) && !dialect.facts().schemas && !meant) return std::nullopt;
  const std::optional<std::string> sql = from.sql.pick(keys);
  const bool extension = from.kind == "extension";
  const bool says_itself = extension || from.kind == "schema";
  if (!sql && !(says_itself && from.sql.empty())) return std::nullopt;

  Object object{.kind = from.kind,
                .name = {from.db_schema, from.name.empty() ? from.handle : from.name}};
  object.table = owner_of(from, models);
  if (from.args) object.signature = "(" + *from.args + ")";
  object.comment = from.comment;
  for (const std::string& statement : from.then)
    object.then.push_back(trimmed_sql(statement));
  object.drop_sql = trimmed_sql(from.drop_sql);
  object.needs = from.depends_on;
  object.rights = from.rights;
  if (extension) object.name.schema.clear();
  if (sql) {
    object.sql = trimmed_sql(*sql);
  } else {
    object.sql = extension ? extension_sql(from, object, dialect) : schema_head(object, dialect);
  }
  if (is_view(object) && is_query(object.sql, dialect.lexical_rules()))
    object.sql = view_head(object, dialect) + object.sql;
  return object;
}

}  // namespace covet::schema
