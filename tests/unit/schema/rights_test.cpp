#include "schema/rights.h"

#include <gtest/gtest.h>

#include "adapters/backends.h"
#include "schema/diff.h"
#include "schema/plan.h"
#include "tests/support/edits.h"

namespace covet::schema {
namespace {

using model::Grant;
using model::Grants;
using model::Rights;

Schema with(Rights rights, std::vector<Column> columns = {{.name = "id", .type = "integer"},
                                                          {.name = "note", .type = "text"}}) {
  Table table{.name = {"", "orders"}, .columns = std::move(columns)};
  table.rights = std::move(rights);
  return {.tables = {std::move(table)}};
}

std::unique_ptr<Ddl> postgresql() {
  return adapters::find_by_engine("postgresql")->make_ddl({});
}

std::vector<std::string> way(const Schema& from, const Schema& to) {
  const auto ddl = postgresql();
  const std::vector<Change> changes = order(diff(from, to), from, ddl->dialect().facts());
  return tests::all_up(changes, from, *ddl).statements;
}

TEST(Rights, GrantsReadAsTheyAreWritten) {
  const auto again = [](const char* text) {
    const std::optional<Grant> grant = model::parse_grant(text);
    return grant ? model::print_grant(*grant) : std::string("none");
  };
  EXPECT_EQ(again(" SELECT "), "select");
  EXPECT_EQ(again("Update(price,  stock) WITH GRANT OPTION"),
            "update (price, stock) with grant option");
  EXPECT_EQ(again("sequence   usage (id)"), "sequence usage (id)");
  for (const char* none :
       {"", "select (", "select ()", "select (a,)", "se7ect", "with grant option"})
    EXPECT_EQ(again(none), "none") << none;
}

TEST(Rights, WhatIsNotSaidIsNoDifference) {
  const Schema live = with({.owner = "app", .grants = Grants{{"web", {{.privilege = "select"}}}}});
  EXPECT_TRUE(diff(live, with({})).empty());
  EXPECT_TRUE(diff(live, with({.owner = "app", .grants = {}})).empty());
  ASSERT_EQ(diff(live, with({.owner = {}, .grants = Grants{}})).size(), 1U);
  EXPECT_EQ(describe(diff(live, with({.owner = "dba", .grants = Grants{}})).front()),
            "alter table orders owner app → dba, web select → none");
}

TEST(Rights, GrantsOfAColumnFollowIt) {
  Schema schema = with(
      {.owner = "app", .grants = Grants{{"web", {{.privilege = "select", .columns = {"note"}}}}}});
  const Change rename = RenameColumn{{"", "orders"}, "note", "remark"};
  apply(schema, rename);
  EXPECT_EQ(schema.tables[0].rights.grants->at("web")[0].columns,
            std::vector<std::string>{"remark"});
  apply(schema, DropColumn{{"", "orders"}, schema.tables[0].columns[1], 1});
  EXPECT_TRUE(schema.tables[0].rights.grants->empty());
}

TEST(Rights, WithTheWholeTablesGrantTheServerTakesThoseOfItsColumns) {
  const Schema from =
      with({.owner = "app",
            .grants = Grants{
                {"web", {{.privilege = "select"}, {.privilege = "select", .columns = {"note"}}}}}});
  const Schema to = with(
      {.owner = "app", .grants = Grants{{"web", {{.privilege = "select", .columns = {"note"}}}}}});
  EXPECT_EQ(way(from, to),
            (std::vector<std::string>{R"(REVOKE SELECT ON TABLE "orders" FROM "web")",
                                      R"(GRANT SELECT ("note") ON TABLE "orders" TO "web")"}));
}

TEST(Rights, WhoLosesTheRightToGrantTakesAlongWhatOthersHaveFromThem) {
  const Schema from =
      with({.owner = "app",
            .grants = Grants{{"ops", {{.privilege = "select"}}},
                             {"web", {{.privilege = "select", .with_grant_option = true}}}}});
  const Schema to = with({.owner = "app", .grants = Grants{{"ops", {{.privilege = "select"}}}}});
  EXPECT_EQ(way(from, to),
            (std::vector<std::string>{R"(REVOKE SELECT ON TABLE "orders" FROM "web" CASCADE)",
                                      R"(GRANT SELECT ON TABLE "orders" TO "ops")"}));
}

TEST(Rights, ANewOwnerHoldsAllThatWasGrantedToThem) {
  const Schema from = with({.owner = "app", .grants = Grants{{"dba", {{.privilege = "select"}}}}});
  const Schema to = with({.owner = "dba", .grants = Grants{}});
  EXPECT_EQ(way(from, to), (std::vector<std::string>{R"(ALTER TABLE "orders" OWNER TO "dba")"}));
  EXPECT_EQ(way(to, from),
            (std::vector<std::string>{R"(ALTER TABLE "orders" OWNER TO "app")",
                                      R"(GRANT SELECT ON TABLE "orders" TO "dba")"}));
}

TEST(Rights, AColumnsGrantsGoBeforeItAndComeBehindIt) {
  const Schema from = with(
      {.owner = "app", .grants = Grants{{"web", {{.privilege = "select", .columns = {"note"}}}}}});
  const Schema to = with({.owner = "app", .grants = Grants{}}, {{.name = "id", .type = "integer"}});
  EXPECT_EQ(way(from, to),
            (std::vector<std::string>{R"(REVOKE SELECT ("note") ON TABLE "orders" FROM "web")",
                                      R"(ALTER TABLE "orders" DROP COLUMN "note")"}));
  EXPECT_EQ(way(to, from),
            (std::vector<std::string>{R"(ALTER TABLE "orders" ADD COLUMN "note" text)",
                                      R"(GRANT SELECT ("note") ON TABLE "orders" TO "web")"}));
}

}  // namespace
}  // namespace covet::schema
