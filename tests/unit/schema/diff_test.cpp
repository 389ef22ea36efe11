#include "schema/diff.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "schema/rename_in_sql.h"

namespace covet::schema {
namespace {

const DialectFacts strict{"strict", 63, true, true, false, true, true, false, true};

Table table(const std::string& name, std::vector<Column> columns) {
  return {{"", name}, std::move(columns)};
}

std::vector<std::string> told(const std::vector<Change>& changes) {
  std::vector<std::string> lines;
  for (const Change& change : changes)
    lines.push_back(describe(change));
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Diff, RenamesOnlyWhereToldAndOnlyOnce) {
  const Schema from{.tables = {table("users", {{"login", "text"}})}};
  const Schema to{.tables = {table("users", {{"name", "text"}})}};
  EXPECT_EQ(told(diff(from, to)),
            (Lines{"add column users.name text null", "drop column users.login text"}));
  const DiffOptions options{.renames = {{{"", "users"}, {"", "users"}, "login", "name"}}};
  EXPECT_EQ(told(diff(from, to, options)), Lines{"rename column users.login → name"});
  EXPECT_TRUE(diff(to, to, options).empty());
}

TEST(Diff, ARenamedTableTakesItsReferencesAlong) {
  Schema from{
      .tables = {table("people", {{"id", "integer"}}), table("posts", {{"author", "integer"}})}};
  from.tables[1].foreign_keys = {{"posts_author_fkey", {"author"}, {"", "people"}, {"id"}}};
  Schema to{
      .tables = {table("posts", {{"author", "integer"}}), table("users", {{"id", "integer"}})}};
  to.tables[0].foreign_keys = {{"posts_author_fkey", {"author"}, {"", "users"}, {"id"}}};
  EXPECT_EQ(told(diff(from, to, {.renames = {{{"", "users"}, {"", "people"}, "", ""}}})),
            Lines{"rename table people → users"});
}

TEST(Diff, ARenamedColumnTakesItsExpressionsAlong) {
  Schema from{.tables = {table("t", {{"a", "integer"}})}};
  from.tables[0].checks = {{"positive", "(a > 0)"}};
  Schema to{.tables = {table("t", {{"b", "integer"}})}};
  to.tables[0].checks = {{"positive", "(b > 0)"}};
  EXPECT_EQ(told(diff(from, to, {.renames = {{{"", "t"}, {"", "t"}, "a", "b"}}})),
            Lines{"rename column t.a → b"});
}

TEST(Diff, SameContentUnderAnotherNameIsRenamed) {
  Schema from{.tables = {table("t", {{"a", "integer"}})}};
  from.tables[0].uniques = {{"old_key", {"a"}}};
  Schema to = from;
  to.tables[0].uniques[0].name = "new_key";
  EXPECT_EQ(told(diff(from, to)), Lines{"rename unique t.old_key → new_key"});
  to.tables[0].uniques[0].name = "";
  EXPECT_TRUE(diff(from, to).empty())
      << "a constraint without a name equals any of the same content";
}

TEST(Order, TakesForeignKeysOutOfACircle) {
  Schema to{.tables = {table("a", {{"b_id", "integer"}}), table("b", {{"a_id", "integer"}})}};
  to.tables[0].foreign_keys = {{"a_b_id_fkey", {"b_id"}, {"", "b"}, {"b_id"}}};
  to.tables[1].foreign_keys = {{"b_a_id_fkey", {"a_id"}, {"", "a"}, {"a_id"}}};
  EXPECT_EQ(told(order(diff({}, to), {}, strict)),
            (Lines{"add table a 1 column", "add table b 1 column",
                   "add foreign key a.a_b_id_fkey (b_id) → b(b_id)"}));
  EXPECT_EQ(
      told(order(diff(to, {}), to, strict)),
      (Lines{"drop foreign key a.a_b_id_fkey (b_id) → b(b_id)", "drop table b", "drop table a"}));
}

TEST(Order, AForeignKeyStepsAsideWhileItsKeyChanges) {
  Schema from{.tables = {table("a", {{"id", "integer"}, {"n", "integer"}}),
                         table("b", {{"a_id", "integer"}})}};
  from.tables[0].primary_key = PrimaryKey{"a_pkey", {"id"}};
  from.tables[0].uniques = {{"a_id_key", {"id"}}};
  from.tables[1].foreign_keys = {{"b_a_id_fkey", {"a_id"}, {"", "a"}, {"id"}}};
  Schema to = from;
  to.tables[0].primary_key->columns = {"n"};
  const Lines lines = told(order(diff(from, to), from, strict));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], "drop foreign key b.b_a_id_fkey (a_id) → a(id)");
  EXPECT_EQ(lines[1], "alter primary key a (id) → (n)");
  EXPECT_EQ(lines[2], "add foreign key b.b_a_id_fkey (a_id) → a(id)");
}

TEST(Order, AForeignKeyOfATableThatGoesLeavesBeforeTheKeyItPointsTo) {
  Schema before{.tables = {table("tags", {{"id", "integer"}}),
                           table("users_tags", {{"tags_id", "integer"}})}};
  before.tables[0].primary_key = PrimaryKey{"tags_pkey", {"id"}};
  before.tables[1].foreign_keys = {{"tags_fkey", {"tags_id"}, {"", "tags"}, {"id"}}};
  Schema after{.tables = {before.tables[0]}};
  after.tables[0].columns[0].type = "bigint";
  DialectFacts pinning = strict;
  pinning.foreign_keys_pin_types = true;
  const std::vector<Change> changes = order(diff(before, after), before, pinning);
  EXPECT_EQ(told(changes),
            (Lines{"drop foreign key users_tags.tags_fkey (tags_id) → tags(id)",
                   "alter column tags.id integer → bigint", "drop table users_tags"}));
  EXPECT_TRUE(std::get<DropTable>(changes.back()).table.foreign_keys.empty());
}

TEST(Order, AForeignKeyThatStepsAsideComesBackUnderItsNewName) {
  Schema from{.tables = {table("a", {{"id", "integer"}, {"n", "integer"}}),
                         table("b", {{"a_id", "integer"}})}};
  from.tables[0].primary_key = PrimaryKey{"a_pkey", {"id"}};
  from.tables[1].foreign_keys = {{"old_fkey", {"a_id"}, {"", "a"}, {"id"}}};
  Schema to = from;
  to.tables[0].primary_key->columns = {"n"};
  to.tables[1].foreign_keys[0].name = "new_fkey";
  EXPECT_EQ(told(order(diff(from, to), from, strict)),
            (Lines{"drop foreign key b.old_fkey (a_id) → a(id)", "alter primary key a (id) → (n)",
                   "add foreign key b.new_fkey (a_id) → a(id)"}));
}

TEST(Order, AnEnumThatGainsAndLosesDoesSoInTwoSteps) {
  Schema from{.enums = {{{"", "mood"}, {"sad", "fine"}}}, .tables = {table("t", {{"m", "mood"}})}};
  from.tables[0].columns[0].default_sql = "'fine'::mood";
  Schema to = from;
  to.enums[0].values = {"sad", "ok"};
  to.tables[0].columns[0].default_sql = "'ok'::mood";
  EXPECT_EQ(told(order(diff(from, to), from, strict)),
            (Lines{"alter enum mood (sad, fine) → (sad, fine, ok)",
                   "alter column t.m default 'fine'::mood → 'ok'::mood",
                   "alter enum mood (sad, fine, ok) → (sad, ok)"}));
}

TEST(Diff, AValueIsRenamedInTheRowsWhereTheColumnListsItsValues) {
  Schema from{.tables = {table("t", {{"m", "enum('sad','fine')"}})}};
  Schema to{.tables = {table("t", {{"m", "enum('sad','ok')"}})}};
  const DiffOptions options{.value_renames = {{{"", "t"}, "m", "fine", "ok"}}};
  const Lines lines = told(order(diff(from, to, options), from, strict));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], "rename value t.m fine → ok");
  EXPECT_TRUE(diff(to, to, options).empty());
}

TEST(Apply, RefusesWhatDoesNotFit) {
  Schema schema{.tables = {table("t", {{"a", "integer"}})}};
  EXPECT_THROW(schema::apply(schema, DropColumn{{"", "t"}, {"b", "integer"}, 0}), Error);
  EXPECT_THROW(schema::apply(schema, CreateTable{table("t", {})}), Error);
  EXPECT_THROW(schema::apply(schema, DropTable{table("u", {})}), Error);
}

TEST(Apply, ATriggerFollowsARename) {
  Schema schema{.tables = {table("log", {{"n", "integer"}}),
                           table("t", {{"a", "integer"}, {"n", "integer"}})}};
  const std::string sql =
      "CREATE TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (new.a); UPDATE t SET n = "
      "'a'; END";
  schema.unmanaged = {{"trigger", {"", "tr"}, sql, "t"}};
  schema::apply(schema, RenameColumn{{"", "t"}, "a", "b"});
  schema::apply(schema, RenameTable{{"", "t"}, {"", "u"}});
  EXPECT_EQ(schema.unmanaged[0].table, "u");
  EXPECT_EQ(schema.unmanaged[0].sql,
            "CREATE TRIGGER tr AFTER UPDATE ON u BEGIN INSERT INTO log VALUES (new.b); UPDATE u "
            "SET n = 'a'; END");
  // log has an n too: whose it is, nobody can tell from the name.
  schema::apply(schema, RenameColumn{{"", "u"}, "n", "m"});
  EXPECT_NE(schema.unmanaged[0].sql.find("SET n = 'a'"), std::string::npos);
}

TEST(Hazards, AreToldByKindAndObject) {
  EXPECT_EQ(hazards(DropColumn{{"", "t"}, {"a", "integer"}, 0}),
            (std::vector<Hazard>{{"drop_column", "t.a"}}));
  EXPECT_EQ(hazards(AlterEnum{{{"", "mood"}, {"sad", "fine"}}, {{"", "mood"}, {"sad"}}, {}}),
            (std::vector<Hazard>{{"drop_enum_value", "mood.fine"}}));
  EXPECT_TRUE(hazards(AlterEnum{{{"", "mood"}, {"fine"}}, {{"", "mood"}, {"ok"}}, {{"fine", "ok"}}})
                  .empty());
}

TEST(GeneratedName, StaysWithinSixtyThreeBytesAndUnique) {
  EXPECT_EQ(generated_name("posts", {"author_id"}, "fkey"), "posts_author_id_fkey");
  const std::string a = generated_name(std::string(60, 'x'), {"a"}, "key"),
                    b = generated_name(std::string(60, 'x'), {"b"}, "key");
  EXPECT_EQ(a.size(), 63U);
  EXPECT_NE(a, b);
  const std::string wide =
      generated_name(std::string(20, 'x') + "ααααααααααααααααααααααααα", {"b"}, "key");
  EXPECT_LE(wide.size(), 63U);
}

TEST(RenameInSql, ChangesIdentifiersAndNothingElse) {
  EXPECT_EQ(rename_in_sql("(a > 0 AND \"a\" <> 'a')", "a", "b"), "(b > 0 AND \"b\" <> 'a')");
  EXPECT_EQ(rename_in_sql("lower(lower)", "lower", "upper"), "lower(upper)");
  EXPECT_EQ(rename_in_sql("`a` + a", "a", "My B"), "`My B` + \"My B\"");
  EXPECT_EQ(rename_in_default("(`a` + 1)", "a", "b"), "(`b` + 1)");
  EXPECT_EQ(rename_in_default("'a'::\"a\"", "a", "b"), "'a'::\"a\"");
  EXPECT_EQ(rename_in_default("\"a\".\"a\"()", "a", "b"), "\"a\".\"a\"()");
  EXPECT_EQ(rename_in_default("CURRENT_TIMESTAMP", "current_timestamp", "b"), "CURRENT_TIMESTAMP");
}

}  // namespace
}  // namespace covet::schema
