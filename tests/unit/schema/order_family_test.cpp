#include "schema/order_family.h"

#include <gtest/gtest.h>

#include "schema/diff.h"
#include "tests/unit/schema/told.h"

namespace covet::schema {
namespace {

DialectFacts facts() {
  return {"some", 63, true, true, false, true, true, false};
}

Table whole(std::vector<Column> columns) {
  return {.name = {"", "z_log"},
          .columns = std::move(columns),
          .options = {{"partition_by", "LIST (a)"}}};
}

Table part(const std::string& name, const std::string& bound, std::vector<Column> columns) {
  return {.name = {"", name},
          .columns = std::move(columns),
          .options = {{"partition_of", "z_log"}, {"bound", bound}}};
}

Lines told(Schema from, Schema to) {
  return schema::told(std::move(from), std::move(to), facts());
}

const Column a{.name = "a", .type = "integer"};
const Column b{.name = "b", .type = "text"};

TEST(OrderFamily, ANewPartitionWaitsForItsParentsColumnsAndForTheOneWhosePlaceItTakes) {
  const Lines lines = told({.tables = {whole({a}), part("old", "FOR VALUES IN (1)", {a})}},
                           {.tables = {whole({a, b}), part("new", "FOR VALUES IN (1)", {a, b})}});
  EXPECT_EQ(lines,
            (Lines{"drop table old", "add column z_log.b text null", "add table new 2 columns"}));
}

TEST(OrderFamily, WhatNamesAnIndexLetsGoOfItBeforeItIsDropped) {
  Table from{.name = {"", "t"}, .columns = {a, b}, .options = {{"replica_identity", "i"}}};
  from.indexes = {{.name = "i", .keys = {{.column = "a"}}}};
  Table to = from;
  to.options["replica_identity"] = "k";
  to.indexes = {{.name = "k", .keys = {{.column = "b"}}}};
  EXPECT_EQ(told({.tables = {from}}, {.tables = {to}}),
            (Lines{"alter table t no replica_identity", "drop index t.i (a)", "add index t.k (b)",
                   "alter table t replica_identity k"}));
}

TEST(OrderFamily, KeysToAPartitionedTableGoBeforeItsPartitions) {
  Table log = whole({a});
  log.foreign_keys = {
      {.name = "up", .columns = {"a"}, .target = log.name, .target_columns = {"a"}}};
  Table one = part("one", "FOR VALUES IN (1)", {a});
  one.foreign_keys = log.foreign_keys;
  Table other{.name = {"", "other"}, .columns = {a}, .foreign_keys = log.foreign_keys};
  const Lines lines = told({.tables = {log, one, other}}, {});
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_TRUE(lines[0].starts_with("drop foreign key one.up"));
  EXPECT_TRUE(lines[1].starts_with("drop foreign key z_log.up"));
  EXPECT_TRUE(lines[2].starts_with("drop foreign key other.up"));
}

TEST(OrderFamily, ParentsChangeBeforeTheirChildren) {
  const Lines lines =
      told({.tables = {whole({a}), part("a_part", "DEFAULT", {a}), part("zz", "DEFAULT", {a})}},
           {.tables = {whole({a, b}), part("a_part", "DEFAULT", {a, b}),
                       part("zz", "DEFAULT", {a, b})}});
  EXPECT_EQ(lines, (Lines{"add column z_log.b text null", "add column a_part.b text null",
                          "add column zz.b text null"}));
}

TEST(OrderFamily, ANewBoundIsTwoSteps) {
  const AlterTable change{{"", "p"},
                          "was",
                          "is",
                          {{"partition_of", "w"}, {"bound", "DEFAULT"}, {"with", "a=1"}},
                          {{"partition_of", "w"}, {"bound", "FOR VALUES IN (1)"}, {"with", "a=2"}}};
  const auto [now, later] = split_alter(change);
  EXPECT_TRUE(lets_go(now));
  EXPECT_EQ(now.options_to, (Options{{"with", "a=2"}}));
  EXPECT_EQ(now.comment_to, "is");
  EXPECT_EQ(later.options_from, now.options_to);
  EXPECT_EQ(later.options_to, change.options_to);
  EXPECT_FALSE(lets_go(later));
}

TEST(OrderFamily, NamesAnIndexWhenItIsThere) {
  const AlterTable change{{"", "t"}, "", "", {}, {{"cluster_on", "t_i"}, {"unlogged", "true"}}};
  const auto [now, later] = split_alter(change);
  EXPECT_EQ(now.options_to, (Options{{"unlogged", "true"}}));
  EXPECT_EQ(later.options_to, change.options_to);
  EXPECT_TRUE(is_empty(split_alter(later).first));
}

TEST(OrderFamily, CountsGenerations) {
  Table grandchild{.name = {"", "c"}, .options = {{"inherits", "\"B, b\", x.y"}}};
  Table child{.name = {"", "B, b"}, .options = {{"inherits", "a"}}};
  const Schema schema{.tables = {child, grandchild, Table{.name = {"", "a"}}}};
  EXPECT_EQ(depth_of({"", "a"}, schema), 0);
  EXPECT_EQ(depth_of({"", "c"}, schema), 2);
  EXPECT_EQ(tables_in_families(schema),
            (std::set<TableName>{{"", "B, b"}, {"", "a"}, {"", "c"}, {"x", "y"}}));
}

}  // namespace
}  // namespace covet::schema
