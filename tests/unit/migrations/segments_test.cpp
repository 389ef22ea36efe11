#include "migrations/segments.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "adapters/backends.h"
#include "core/base/strings.h"
#include "migrations/migration_file.h"
#include "tests/support/lexical_rules.h"
#include "tests/unit/migrations/support.h"

namespace covet::migrations {
namespace {

/// "[1 2](3)[4]": brackets are transactions, parentheses statements that run by themselves.
std::string cut(std::string_view engine, const std::string& text) {
  const schema::Backend* backend = adapters::find_by_engine(engine);
  if (backend == nullptr) return "built without " + std::string(engine);
  const Migration migration = parse_migration("1_x.sql", text, backend->dialect.lexical_rules());
  std::string shape;
  for (const Segment& segment : segments_of(migration.up, backend->dialect, backend->guard)) {
    shape += segment.transactional ? "[" : "(";
    for (std::size_t i = segment.begin; i < segment.end; ++i)
      shape += (i > segment.begin ? " " : "") + std::to_string(i + 1);
    shape += segment.transactional ? "]" : ")";
  }
  return shape;
}

TEST(Segments, OneWhereEverythingFits) {
  EXPECT_EQ(cut("sqlite", "CREATE TABLE a (x);\nINSERT INTO a VALUES (1);"), "[1 2]");
  EXPECT_EQ(cut("postgresql", "CREATE TABLE a (x int);\nDROP TABLE a;"), "[1 2]");
  EXPECT_EQ(cut("sqlite", "-- nothing"), "");
}

TEST(Segments, CutAroundWhatRunsByItself) {
  EXPECT_EQ(cut("postgresql",
                "CREATE TABLE a (x int);\nINSERT INTO a VALUES (1);\n"
                "CREATE INDEX CONCURRENTLY i ON a (x);\nUPDATE a SET x = 2;\n"
                "DROP INDEX CONCURRENTLY i;\nVACUUM a;"),
            "[1 2](3)[4](5)(6)");
}

TEST(Segments, SeeConcurrentlyBehindQualifiedNames) {
  EXPECT_EQ(cut("postgresql", "ALTER TABLE a.t DETACH PARTITION a.\"T 1\" CONCURRENTLY;"), "(1)");
}

TEST(Segments, CutBehindAnEnumValueThatIsUsedLater) {
  EXPECT_EQ(cut("postgresql",
                "CREATE TABLE a (x int);\nALTER TYPE mood ADD VALUE 'ok';\n"
                "CREATE TABLE b (x int);\nINSERT INTO m VALUES ('ok');\n"
                "ALTER TYPE mood ADD VALUE 'bad';\nUPDATE m SET x = 'bad';\nSELECT 1;"),
            "[1 2 3][4 5][6 7]");
  EXPECT_EQ(cut("postgresql", "ALTER TYPE mood ADD VALUE 'ok';\nALTER TYPE mood ADD VALUE 'b';"),
            "[1 2]");
}

TEST(Segments, HundredsOfManyRowsWhereDdlCommits) {
  const auto shape = [](std::size_t rows, const std::string& mark) {
    std::string text = mark + "CREATE TABLE a (x int);\n";
    for (std::size_t i = 0; i < rows; ++i)
      text += "INSERT INTO a VALUES (1);\n";
    std::vector<std::string> segments = split(cut("mysql", text + "DROP TABLE a;"), '[');
    return segments.size() - 1;
  };
  EXPECT_EQ(shape(999, ""), 999U);
  EXPECT_EQ(shape(1000, ""), 2U);
  EXPECT_EQ(shape(1001, ""), 3U);
  EXPECT_EQ(shape(1001, "-- covet:up transaction=none\n"), 1001U);
}

TEST(Segments, EachStatementWithoutTransaction) {
  EXPECT_EQ(cut("postgresql",
                "-- covet:up transaction=none\nCREATE TABLE a (x int);\nVACUUM;\nSELECT 1;"),
            "[1](2)[3]");
}

TEST(Statements, MayChangeTheSchemaUnlessTheyAreOfRowsAlone) {
  const LexicalRules rules = tests::postgresql_rules();
  const auto may = [&](std::string text) {
    return may_change_schema({.text = std::move(text)}, rules);
  };
  EXPECT_FALSE(may("INSERT INTO a VALUES (1)"));
  EXPECT_FALSE(may("/* of rows */ update a SET b = 1"));
  EXPECT_FALSE(may("DELETE FROM a"));
  EXPECT_TRUE(may("ALTER TABLE a ADD b int"));
  EXPECT_TRUE(may("DO $$ BEGIN CREATE TABLE a (b int); END $$"));
  EXPECT_TRUE(may("SELECT make_partition()"));
  EXPECT_TRUE(may("WITH made AS (SELECT make_partition()) SELECT * FROM made"));
  EXPECT_TRUE(may(""));
  const Migration step = read("1_x", "-- covet:query a.delete()\n");
  EXPECT_FALSE(may_change_schema(step.up.statements.at(0), rules));
}

TEST(Statements, OfTheSessionMayChangeWhatANameMeans) {
  const auto may = [&](std::string text) {
    return may_change_schema({.text = std::move(text)}, tests::mysql_rules());
  };
  EXPECT_FALSE(may("SET statement_timeout = '5s'"));
  EXPECT_FALSE(may("SET @role_of = 1, SESSION sql_mode = 'ANSI'"));
  EXPECT_FALSE(may("SET app.note = 'role'"));
  EXPECT_TRUE(may("SET search_path TO other"));
  EXPECT_TRUE(may("SET LOCAL `SEARCH_PATH` = other"));
  EXPECT_TRUE(may("SET SCHEMA 'other'"));
  EXPECT_TRUE(may("SET SESSION ROLE anna"));
  EXPECT_TRUE(may("SET SESSION AUTHORIZATION anna"));
  EXPECT_TRUE(may("SET STATEMENT max_statement_time = 1 FOR CREATE TABLE a (b int)"));
  EXPECT_TRUE(may("USE other"));
}

TEST(Segments, EachStatementWhereDdlCommits) {
  EXPECT_EQ(cut("mysql", "CREATE TABLE a (x int);\nINSERT INTO a VALUES (1);\nDROP TABLE a;"),
            "(1)[2](3)");
}

}  // namespace
}  // namespace covet::migrations
