#include "schema/order_objects.h"

#include <gtest/gtest.h>

#include "schema/diff.h"
#include "tests/unit/schema/told.h"

namespace covet::schema {
namespace {

constexpr std::string_view in_place[] = {"function"};

DialectFacts pinning() {
  DialectFacts facts{"pinning", 63, true, true, false, true, true, false};
  facts.objects_pin_columns = true;
  facts.replaced_in_place = in_place;
  return facts;
}

DialectFacts forgetful() {
  DialectFacts facts{"forgetful", 64, false, true, false, false, true, true};
  facts.renames_reach_objects = false;
  return facts;
}

Table users(std::vector<Column> columns) {
  return {{"", "users"}, std::move(columns)};
}

Object view(const std::string& name, const std::string& query) {
  return {.kind = "view", .name = {"", name}, .sql = "CREATE VIEW " + name + " AS " + query};
}

Object function(const std::string& name, const std::string& result, const std::string& body) {
  return {.kind = "function",
          .name = {"", name},
          .sql = "CREATE FUNCTION " + name + "() RETURNS " + result + " LANGUAGE sql AS $$" + body +
                 "$$",
          .signature = "()"};
}

TEST(OrderObjects, CreatesWhatIsNeededFirst) {
  Schema to{.tables = {users({{"id", "integer"}})}};
  to.tables[0].columns[0].default_sql = "next_id()";
  to.objects = {view("a", "SELECT * FROM b"), view("b", "SELECT id FROM users"),
                function("next_id", "integer", "SELECT 1")};
  EXPECT_EQ(told({}, to, pinning()), (Lines{"add function next_id()", "add table users 1 column",
                                            "add view b", "add view a"}));
  EXPECT_EQ(told(to, {}, pinning()),
            (Lines{"drop view a", "drop view b", "drop table users", "drop function next_id()"}));
}

TEST(OrderObjects, AFunctionsBodyMayNameWhatComesLater) {
  Schema to;
  to.objects = {function("a", "integer", "SELECT b()"), function("b", "integer", "SELECT a()")};
  EXPECT_EQ(told({}, to, pinning()), (Lines{"add function a()", "add function b()"}));
}

TEST(OrderObjects, WhatANameMeansBesidesItsOwnerComesFirst) {
  Schema to{.tables = {users({{"id", "integer"}})}};
  to.objects = {{.kind = "aggregate",
                 .name = {"", "pile"},
                 .sql = "CREATE AGGREGATE pile(anyarray) (SFUNC = pile, STYPE = anyarray)",
                 .signature = "(anyarray)"},
                function("pile", "anyarray", "SELECT 1"),
                function("users", "SETOF users", "")};
  EXPECT_EQ(told({}, to, pinning()), (Lines{"add function pile()", "add aggregate pile(anyarray)",
                                            "add table users 1 column", "add function users()"}));
}

TEST(OrderObjects, AViewInTheWayStepsAsideWithWhatStandsOnIt) {
  Schema from{.tables = {users({{"id", "integer"}, {"name", "text"}})}};
  from.objects = {view("ids", "SELECT id FROM users"), view("names", "SELECT name FROM users"),
                  view("top", "SELECT * FROM ids")};
  Schema to = from;
  to.tables[0].columns[0].type = "bigint";
  EXPECT_EQ(told(from, to, pinning()),
            (Lines{"drop view top", "drop view ids", "alter column users.id integer → bigint",
                   "add view ids", "add view top"}));
}

TEST(OrderObjects, WhatStepsAsideKeepsItsGrants) {
  Schema from{.tables = {users({{"id", "integer"}})}};
  from.objects = {view("ids", "SELECT id FROM users")};
  from.objects[0].keep = {"GRANT SELECT ON ids TO reader"};
  Schema to = from;
  to.tables[0].columns[0].type = "bigint";
  to.objects[0].keep.clear();
  const std::vector<Change> changes = order(diff(from, to), from, pinning());
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(std::get<CreateObject>(changes[2]).object.keep, from.objects[0].keep);
}

TEST(OrderObjects, ADefinitionThatCantChangeInPlaceIsDroppedAndMadeAgain) {
  Schema from{.tables = {users({{"id", "integer"}})}};
  from.objects = {view("ids", "SELECT id FROM users"), view("top", "SELECT * FROM ids"),
                  function("f", "integer", "SELECT 1"), function("g", "integer", "SELECT 1")};
  Schema to = from;
  to.objects = {view("ids", "SELECT id + 1 AS id FROM users"), view("top", "SELECT * FROM ids"),
                function("f", "integer", "SELECT 2"), function("g", "bigint", "SELECT 1")};
  EXPECT_EQ(told(from, to, pinning()),
            (Lines{"drop view top", "drop view ids", "drop function g()", "add function g()",
                   "alter function f() another definition", "add view ids", "add view top"}));
}

TEST(OrderObjects, WhatRenamesDoNotReachIsMadeAgain) {
  Schema from{.tables = {users({{"id", "integer"}, {"login", "text"}})}};
  from.objects = {view("logins", "SELECT login FROM users"), view("ids", "SELECT id FROM users")};
  Schema to{.tables = {users({{"id", "integer"}, {"name", "text"}})}};
  to.objects = {view("logins", "SELECT name FROM users"), view("ids", "SELECT id FROM users")};
  const DiffOptions options{.renames = {{{"", "users"}, {"", "users"}, "login", "name"}}};
  EXPECT_EQ(told(from, to, forgetful(), options),
            (Lines{"drop view logins", "rename column users.login → name", "add view logins"}));
  // Where a rename reaches a view, what it shows keeps the old name.
  EXPECT_EQ(told(from, to, pinning(), options),
            (Lines{"drop view logins", "rename column users.login → name", "add view logins"}));
}

TEST(OrderObjects, AViewThatShowsNoRenamedColumnStays) {
  Schema from{.tables = {users({{"id", "integer"}, {"login", "text"}})}};
  from.objects = {view("named", "SELECT users.login AS who FROM users"),
                  view("some", "SELECT DISTINCT id FROM users WHERE login <> ''"),
                  view("upper", "SELECT upper(login) FROM users")};
  Schema to{.tables = {users({{"id", "integer"}, {"name", "text"}})}};
  to.objects = {view("named", "SELECT users.name AS who FROM users"),
                view("some", "SELECT DISTINCT id FROM users WHERE name <> ''"),
                view("upper", "SELECT upper(name) FROM users")};
  const DiffOptions options{.renames = {{{"", "users"}, {"", "users"}, "login", "name"}}};
  EXPECT_EQ(told(from, to, pinning(), options), Lines{"rename column users.login → name"});
}

TEST(OrderObjects, ATriggerGoesBeforeItsTable) {
  Schema from{.tables = {users({{"id", "integer"}})}};
  from.objects = {{.kind = "trigger",
                   .name = {"", "users_log"},
                   .sql = "CREATE TRIGGER users_log AFTER INSERT ON users EXECUTE FUNCTION log()",
                   .table = "users"},
                  function("log", "trigger", "")};
  EXPECT_EQ(told(from, {}, pinning()),
            (Lines{"drop trigger users_log on users", "drop table users", "drop function log()"}));
}

TEST(OrderObjects, ATagBesideABodyHidesNoName) {
  const Schema to{
      .objects = {function("a", "integer", "SELECT b()"), function("b", "integer", "SELECT 1")},
      .tables = {}};
  EXPECT_EQ(told({}, to, pinning()), (Lines{"add function b()", "add function a()"}));
}

TEST(OrderObjects, AColumnThatOnlyLooksLikeAViewMakesNoCircle) {
  const Schema to{.objects = {view("a_last", "SELECT x.n FROM tags x JOIN words w ON w.n = x.n"),
                              view("tags", "SELECT words AS n FROM users"),
                              view("words", "SELECT tags AS n FROM users")},
                  .tables = {users({{"tags", "text"}, {"words", "text"}})}};
  EXPECT_EQ(told({}, to, pinning()).back(), "add view a_last");
}

TEST(OrderObjects, AnEventTriggerComesLast) {
  const Object trigger{.kind = "event trigger",
                       .name = {"", "e"},
                       .sql = "CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f()"};
  const Schema to{.objects = {trigger, function("f", "event_trigger", ""), view("v", "SELECT 1")},
                  .tables = {}};
  EXPECT_EQ(told({}, to, pinning()).back(), "add event trigger e");
}

TEST(OrderObjects, ASchemaComesBeforeAllThatLiesInIt) {
  const Object schema{.kind = "schema", .name = {"", "audit"}, .sql = "CREATE SCHEMA audit"};
  const Schema to{.enums = {{{"audit", "level"}, {"low"}}}, .objects = {schema}, .tables = {}};
  EXPECT_EQ(told({}, to, pinning()).front(), "add schema audit");
  EXPECT_EQ(told(to, {}, pinning()).back(), "drop schema audit");
}

}  // namespace
}  // namespace covet::schema
