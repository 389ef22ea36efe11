#include "adapters/postgresql/normalize_objects.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/object_text.h"
#include "adapters/postgresql/scratch.h"
#include "adapters/postgresql/sequence_sql.h"
#include "core/base/strings.h"
#include "core/db/sql_lexer.h"
#include "schema/order_creations.h"

namespace covet::postgresql {

using schema::Object;
using schema::Schema;
using schema::TableName;

namespace {

bool one_of(std::string_view kind, std::initializer_list<std::string_view> kinds) {
  return std::ranges::find(kinds, kind) != kinds.end();
}

bool is_usual_comment(const Object& schema) {
  return schema.comment == (schema.name.name == "public" ? "standard public schema" : "");
}

/// What tables may be made of.
bool is_made_first(const Object& object) {
  return one_of(object.kind, {"domain", "type", "sequence", "collation"});
}

bool is_routine(const Object& object) {
  return one_of(object.kind, {"function", "procedure", "aggregate"});
}

/// The same but for white space, the case of words, and quotes that words don't need.
bool same_words(std::string_view a, std::string_view b) {
  const std::vector<Token> left = lex_code(a, dialect().lexical_rules());
  const std::vector<Token> right = lex_code(b, dialect().lexical_rules());
  const auto name = [](const Token& token) {
    return token.kind == TokenKind::word ? to_lower(token.text) : unquote(token);
  };
  const auto is_name = [](const Token& token) {
    return token.kind == TokenKind::word || token.kind == TokenKind::quoted;
  };
  return std::ranges::equal(left, right, [&](const Token& x, const Token& y) {
    return x.text == y.text || (is_name(x) && is_name(y) && name(x) == name(y));
  });
}

/// An extension's options are read once, when it is made: only its home can be compared.
std::string spell_extension(const Object& wanted, const Object& live) {
  const std::vector<Token> tokens = lex_code(wanted.sql, dialect().lexical_rules());
  const auto home =
      std::ranges::find_if(tokens, [](const Token& token) { return is_word(token, "SCHEMA"); });
  if (home == tokens.end() || home + 1 == tokens.end()) return live.sql;
  return mentions(live.sql, unquote(home[1])) ? live.sql : wanted.sql;
}

/// A view's text in two: up to its query, and the query.
struct ViewText {
  std::string head;
  std::string query;
};
ViewText parts_of_view(std::string_view sql) {
  for (const Token& token : lex_code(sql, dialect().lexical_rules())) {
    if (!is_word(token, "AS")) continue;
    return {std::string(trim(sql.substr(0, token.offset))),
            std::string(trim(sql.substr(token.offset + token.text.size())))};
  }
  return {std::string(sql), {}};
}

/// A plain view of a materialized one's query.
std::string plain_view(std::string_view sql, const std::string& name) {
  const std::string query = parts_of_view(without_data_clause(sql)).query;
  return fmt::format("CREATE TEMP VIEW {} AS\n{}", name, query);
}

}  // namespace

ObjectSpeller::ObjectSpeller(Connection& connection, Schema& wanted, const Schema& live,
                             std::vector<std::string>& unspelled)
    : connection_(connection), wanted_(wanted), live_(live), unspelled_(unspelled) {
  keep_schemas();
  find_differing();
}

/// A schema that only names of other things speak of is there as it is.
void ObjectSpeller::keep_schemas() {
  for (const Object& object : live_.objects) {
    if (object.kind != "schema") continue;
    // The default one is spoken of for its grants or its comment; what isn't said stays as it is.
    const bool only_rights = object.rights.grants &&
                             object.sql.starts_with("CREATE SCHEMA IF NOT EXISTS ") &&
                             is_usual_comment(object);
    const auto inside = [&](const auto& thing) { return thing.name.schema == object.name.name; };
    const auto is_it = [&](const Object& other) { return other.is_same_thing(object); };
    if (std::ranges::none_of(wanted_.objects, is_it) &&
        (only_rights || std::ranges::any_of(wanted_.tables, inside) ||
         std::ranges::any_of(wanted_.enums, inside) ||
         std::ranges::any_of(wanted_.objects, inside))) {
      wanted_.objects.push_back(object);
    }
  }
  sort(wanted_);
}

void ObjectSpeller::spell_by_words(Object& wanted, const Object& live) const {
  if (wanted.kind == "extension") wanted.sql = spell_extension(wanted, live);
  if (same_words(wanted.sql, live.sql)) wanted.sql = live.sql;
  if (wanted.kind == "materialized view" &&
      same_words(without_data_clause(wanted.sql), without_data_clause(live.sql))) {
    wanted.sql = live.sql;
  }
  if (wanted.drop_sql.empty()) wanted.drop_sql = live.drop_sql;
  if (wanted.signature.empty()) wanted.signature = live.signature;
  for (std::string& statement : wanted.then) {
    const auto same = std::ranges::find_if(
        live.then, [&](const std::string& other) { return same_words(statement, other); });
    if (same != live.then.end()) statement = *same;
  }
  if (std::ranges::is_permutation(wanted.then, live.then)) wanted.then = live.then;
}

void ObjectSpeller::find_differing() {
  for (Object& object : wanted_.objects)
    add(object);
}

void ObjectSpeller::add(Object& object) {
  // Spelled with its table.
  if (object.kind == "exclusion constraint") return;
  std::vector<const Object*> same;
  for (const Object& other : live_.objects) {
    if (other.is_same_thing(object)) same.push_back(&other);
  }
  // Which of several overloads is meant, and what its arguments are called, the server tells.
  const bool sure = same.size() == 1;
  if (same.empty() && is_routine(object)) {
    for (const Object& other : live_.objects) {
      if (other.kind == object.kind && other.name == object.name) same.push_back(&other);
    }
  }
  if (same.empty()) {
    if (is_made_first(object)) made_first_.push_back(&object);
    return;
  }
  const Object& live = *same.front();
  if (live == object) return;
  if (sure) spell_by_words(object, live);
  if (live == object || one_of(object.kind, {"extension", "schema"})) return;
  if (is_made_first(object)) {
    made_first_.push_back(&object);
  } else if (object.sql != live.sql) {
    differing_.push_back({&object, &live, {}});
  }
}

void ObjectSpeller::make_types() {
  std::vector<schema::Change> creations;
  for (const Object* object : made_first_)
    creations.emplace_back(schema::CreateObject{*object});
  std::vector<Try> all;
  for (const schema::Change& change : schema::in_order_of_need(std::move(creations))) {
    const Object& object = std::get<schema::CreateObject>(change).object;
    // An owner must be a table of the same schema.
    if (object.kind == "sequence" && !parse_sequence(object.sql).owner.empty()) continue;
    const bool is_there = std::ranges::any_of(
        live_.objects, [&](const Object& other) { return other.is_same_thing(object); });
    all.push_back({.what = object.kind + " " + object.name.display(),
                   .sql = is_there ? with_name(object.sql, quote(object.name.name)) : object.sql,
                   .may_lack = true});
  }
  carry_out(connection_, all, unspelled_);
}

void ObjectSpeller::make_shadow(const std::string& display, const std::string& home,
                                std::vector<std::string>& shadowed) {
  const auto table = std::ranges::find_if(
      live_.tables, [&](const schema::Table& one) { return one.name.display() == display; });
  const auto view = std::ranges::find_if(live_.objects, [&](const Object& one) {
    return one.table.empty() && one.name.display() == display;
  });
  const bool is_table = table != live_.tables.end();
  if (!is_table && view == live_.objects.end()) return;
  const TableName& name = is_table ? table->name : view->name;
  if (std::ranges::find(shadowed, name.name) != shadowed.end()) return;
  shadowed.push_back(name.name);
  const TableName original{name.schema.empty() ? home : name.schema, name.name};
  const std::string scratch = quote(name.name);
  const std::string sql =
      is_table ? fmt::format("CREATE TEMP TABLE {} (LIKE {})", scratch, quote(original))
               : fmt::format("CREATE TEMP VIEW {} AS TABLE {}", scratch, quote(original));
  carry_out(connection_, {Try{.what = "a copy of " + display, .sql = sql}}, unspelled_);
}

std::string ObjectSpeller::scratch_sql(const Differing& one) const {
  const Object& object = *one.wanted;
  if (object.kind == "materialized view") return plain_view(object.sql, quote(one.scratch));
  if (object.table.empty()) return with_name(object.sql, quote(one.scratch));
  std::string sql =
      object.kind == "statistics" ? with_name(object.sql, quote(one.scratch)) : object.sql;
  return with_table(sql, quote(object.table.substr(object.table.rfind('.') + 1)));
}

void ObjectSpeller::make_objects(const std::string& home, std::vector<std::string> shadowed) {
  std::vector<schema::Change> creations;
  for (std::size_t i = 0; i < differing_.size(); ++i) {
    Differing& one = differing_[i];
    one.scratch = is_routine(*one.wanted) ? fmt::format("covet_{}", i) : one.wanted->name.name;
    if (!one.wanted->table.empty()) make_shadow(one.wanted->table, home, shadowed);
    Object scratch = *one.wanted;
    scratch.sql = scratch_sql(one);
    creations.emplace_back(schema::CreateObject{std::move(scratch)});
  }
  std::vector<Try> all;
  for (const schema::Change& change : schema::in_order_of_need(std::move(creations))) {
    const Object& object = std::get<schema::CreateObject>(change).object;
    // Nothing that lies in no schema can be made aside.
    if (one_of(object.kind, {"cast", "language", "event trigger", "publication", "server",
                             "foreign data wrapper", "transform", "access method"})) {
      continue;
    }
    all.push_back(
        {.what = object.kind + " " + object.display(), .sql = object.sql, .may_lack = true});
  }
  carry_out(connection_, all, unspelled_);
}

void ObjectSpeller::take_over(const Differing& one, const Object& spelled) const {
  Object& wanted = *one.wanted;
  const std::string name = name_in(one.live->sql);
  if (wanted.kind == "materialized view") {
    const ViewText hand = parts_of_view(wanted.sql);
    const ViewText live = parts_of_view(one.live->sql);
    const std::string head = same_words(hand.head, live.head) ? live.head : hand.head;
    const std::string query = parts_of_view(spelled.sql).query;
    // Whether it holds rows is no part of what it is.
    wanted.sql = head + " AS\n" + query + live.query.substr(without_data_clause(live.query).size());
    return;
  }
  wanted.sql = with_name(spelled.sql, name);
  if (!wanted.table.empty()) wanted.sql = with_table(wanted.sql, table_in(one.live->sql));
  if (is_routine(wanted)) wanted.signature = spelled.signature;
}

void ObjectSpeller::take_over(const Schema& spelled) {
  const auto find = [&](std::string_view kind, const std::string& name,
                        const std::string& table) -> const Object* {
    const auto found = std::ranges::find_if(spelled.objects, [&](const Object& other) {
      return other.kind == kind && other.name.name == name &&
             (table.empty() || other.table == table);
    });
    return found == spelled.objects.end() ? nullptr : &*found;
  };
  for (Object* const object : made_first_) {
    const Object* const made = find(object->kind, object->name.name, "");
    if (made == nullptr) continue;
    object->sql =
        object->name.schema.empty() ? made->sql : with_name(made->sql, quote(object->name));
  }
  for (const Differing& one : differing_) {
    const std::string kind = one.wanted->kind == "materialized view" ? "view" : one.wanted->kind;
    const std::string& table = one.wanted->table;
    if (const Object* made = find(kind, one.scratch, table.substr(table.rfind('.') + 1)))
      take_over(one, *made);
    if (one.wanted->is_same_thing(*one.live)) spell_by_words(*one.wanted, *one.live);
  }
}

}  // namespace covet::postgresql
