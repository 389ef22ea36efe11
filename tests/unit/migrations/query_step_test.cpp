#include "migrations/query_step.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/backends.h"
#include "core/base/error.h"
#include "core/base/strings.h"
#include "migrations/export_sql.h"
#include "migrations/hazards.h"
#include "migrations/segments.h"
#include "migrations/squash.h"
#include "migrations/statements.h"
#include "migrations/step_sql.h"
#include "tests/unit/migrations/support.h"

namespace covet::migrations {
namespace {

/// "code line:column+length message" of each fault.
std::string faults_in(const std::string& text) {
  try {
    read("1_x", text);
  } catch (const Error& error) {
    std::string result;
    for (const Diagnostic& fault : error.diagnostics()) {
      EXPECT_EQ(fault.where.file, "1_x.sql");
      EXPECT_EQ(fault.excerpt, line_at(text, fault.where.line));
      result += fault.code + " " + std::to_string(fault.where.line) + ":" +
                std::to_string(fault.where.column) + "+" + std::to_string(fault.where.length) +
                " " + fault.message + "\n";
    }
    return result;
  }
  return "";
}

/// The statements of its up, one below the other.
std::string statements_of(const std::string& text) {
  std::string all;
  for (const SqlStatement& one : read("1_x", text).up.statements) {
    all += std::to_string(one.line) + ":" + std::to_string(one.column) + " " +
           (one.query ? std::string(one.query->verb()) + " " : "") + one.text.str() + "\n";
  }
  return all;
}

TEST(QuerySteps, StandAmongStatements) {
  EXPECT_EQ(statements_of("-- covet:up\n"
                          "UPDATE a SET b = 1;\n"
                          "-- covet:query a.filter(b=1)\n"
                          "--   .update(b=2)\n"
                          "-- .delete()\n"
                          "  -- covet:query a.delete()\n"
                          "  --  # what it does\n"
                          "-- prose\n"
                          "--\n"
                          "--   prose below a blank comment\n"
                          "INSERT INTO a VALUES (1);\n"
                          "-- covet:query a.create(b=3)\r\n"
                          "--\t .create(b=4)\r\n"),
            "2:1 UPDATE a SET b = 1\n"
            "3:1 delete -- covet:query a.filter(b=1)\n--   .update(b=2)\n-- .delete()\n"
            "6:3 delete -- covet:query a.delete()\n  --  # what it does\n"
            "11:1 INSERT INTO a VALUES (1)\n"
            "12:1 create -- covet:query a.create(b=3)\r\n--\t .create(b=4)\n");
}

TEST(QuerySteps, AreNoneWithinTextsAndBlockComments) {
  EXPECT_EQ(statements_of("SELECT '\n-- covet:query a.delete()\n';\n/*\n-- covet:query "
                          "a.delete()\n*/ SELECT 2;\n"),
            "1:1 SELECT '\n-- covet:query a.delete()\n'\n6:4 SELECT 2\n");
}

TEST(QuerySteps, EndAtTheNextDirective) {
  const Migration migration = read("1_x",
                                   "-- covet:query a.filter(b=1).delete()\n"
                                   "--   covet:rerunnable\n"
                                   "-- covet:query a.update(b=1)\n");
  ASSERT_EQ(migration.up.statements.size(), 2U);
  EXPECT_FALSE(migration.up.statements[0].rerunnable);
  EXPECT_TRUE(migration.up.statements[1].rerunnable);
}

TEST(QuerySteps, SayWhereTheyAreFaulty) {
  EXPECT_EQ(faults_in("-- covet:up\n-- covet:query a.filter(b=).delete()\n"),
            "CV301 2:27+1 `)` stands where a value is expected\n");
  EXPECT_EQ(faults_in("  -- covet:query a.filter(b=1)\n  --    .update(b=!)\n"),
            "CV301 2:19+1 this character means nothing in a query\n");
  EXPECT_EQ(faults_in("-- covet:query a.filter(b=1).count()\n"),
            "CV301 1:30+5 this step changes no rows\n");
  EXPECT_EQ(faults_in("-- covet:query a\n"), "CV301 1:16+1 this step changes no rows\n");
  EXPECT_EQ(faults_in("-- covet:query a.filter(b=\"x\n--  y\").delete()\n"),
            "CV301 1:27+2 this text goes on over the end of a line\n");
  EXPECT_EQ(faults_in("-- covet:query a.create(b=F(\"c\"))\n"),
            "CV301 1:18+6 create() takes values, and `b` is computed\n");
  EXPECT_EQ(faults_in("-- covet:query a.create(b=1).create(c=1)\n"),
            "CV301 1:30+6 this row has other fields than the first\n");
  EXPECT_EQ(faults_in("-- covet:query a.create(b=1).delete()\n"),
            "CV301 1:30+6 create(…) stands by itself\n");
}

TEST(QuerySteps, HaveTheirPlace) {
  EXPECT_EQ(faults_in("-- covet:query a.delete()\n-- covet:up\nSELECT 1;\n"),
            "CV204 1:1+25 SQL before the first mark\n");
  EXPECT_EQ(faults_in("SELECT 1\n-- covet:query a.delete()\n, 2;\n"),
            "CV201 2:1+25 a step within a statement\n");
  EXPECT_EQ(faults_in("SELECT 1; -- covet:query a.delete()\n"),
            "CV201 1:11+25 a step stands on a line of its own\n");
  EXPECT_EQ(faults_in("SELECT 1;\n-- covet:down irreversible: why\n-- covet:query a.delete()\n"),
            faults_in("SELECT 1;\n-- covet:down irreversible: why\nSELECT 1;\n"));
}

TEST(QuerySteps, TakeBatchesWithoutTableAndKey) {
  const Migration migration = read("1_x",
                                   "-- covet:batch 10 rows\n"
                                   "-- covet:query a.update(b=1)\n"
                                   "-- covet:batch by b, 20 rows, pause 5ms\n"
                                   "-- covet:query a.update(b=1)\n");
  ASSERT_EQ(migration.up.statements.size(), 2U);
  EXPECT_EQ(migration.up.statements[0].batch->rows, 10);
  EXPECT_EQ(migration.up.statements[0].batch->key, "");
  EXPECT_EQ(migration.up.statements[1].batch->key, "b");
  EXPECT_EQ(faults_in("-- covet:batch z by b, 10 rows\n-- covet:query a.update(b=1)\n"),
            "CV202 1:1+30 the step below is about `a`\n");
  EXPECT_EQ(faults_in("-- covet:batch 10 rows\n-- covet:query a.create(b=1)\n"),
            "CV202 1:1+22 the step below can't be cut into batches\n");
  EXPECT_EQ(faults_in("-- covet:batch 10 rows\n-- covet:query a.all()[:5].delete()\n"),
            "CV202 1:1+22 the step below can't be cut into batches\n");
  EXPECT_EQ(faults_in("-- covet:batch 10 rows\nDELETE FROM a;\n").find("CV202 1:1"), 0U);
  EXPECT_EQ(faults_in("-- covet:batch 5000 rows\n-- covet:query a.filter(b=).delete()\n"),
            "CV301 2:27+1 `)` stands where a value is expected\n");
  EXPECT_EQ(faults_in("-- covet:batch 0 rows\n-- covet:query a.filter(b=).delete()\n"),
            "CV202 1:1+21 `0` is no number of rows\n"
            "CV301 2:27+1 `)` stands where a value is expected\n");
}

std::string checksum_of(const std::string& text) {
  return read("1_x", text).up.checksum;
}

TEST(QuerySteps, CountByTheirWords) {
  const std::string plain = checksum_of("-- covet:query a.filter(b=\"x  y\").delete()\n");
  EXPECT_EQ(checksum_of("-- covet:query a\n--  .filter( b = 'x  y' )\r\n--  .delete()\n"), plain);
  EXPECT_NE(checksum_of("-- covet:query a.filter(b=\"x y\").delete()\n"), plain);
  EXPECT_NE(checksum_of("-- covet:query a.filter(b=\"x  y\")\n-- .delete()\n-- .filter(c=1)\n"),
            plain);
  EXPECT_NE(checksum_of("-- a.filter(b=\"x  y\").delete()\n"), plain);
  const auto of_statement = [](const std::string& text) {
    const Section section = read("1_x", text).up;
    return checksum_of(section, section.statements.at(0));
  };
  EXPECT_NE(of_statement("-- covet:query a.delete()\n"),
            of_statement("-- covet:query b.delete()\n"));
}

TEST(QuerySteps, LoseRowsAsADeleteWithoutWhereDoes) {
  const auto hazards = [](const std::string& step) {
    return read("1_x", "-- covet:query " + step + "\n").up.statements.at(0).hazards;
  };
  EXPECT_EQ(hazards("a.delete()"), (std::vector<schema::Hazard>{{"delete", "a"}}));
  EXPECT_EQ(hazards("a.all().delete()"), (std::vector<schema::Hazard>{{"delete", "a"}}));
  EXPECT_TRUE(hazards("a.filter(b=1).delete()").empty());
  EXPECT_TRUE(hazards("a.update(b=1)").empty());
}

TEST(QuerySteps, AreTransactionsOnEveryEngine) {
  const schema::Backend* const mysql = adapters::find_by_engine("mysql");
  const Migration migration = parse_migration(
      "1_x.sql", "CREATE TABLE a (b int);\n-- covet:query vacuum.delete()\nDROP TABLE a;\n",
      tests::mysql_rules());
  std::string shape;
  for (const Segment& segment : segments_of(migration.up, mysql->dialect, mysql->guard))
    shape += segment.transactional ? "[]" : "()";
  EXPECT_EQ(shape, "()[]()");
}

TEST(QuerySteps, ComeBehindTheCommitOfAnEnumValueThatTheyUse) {
  const schema::Backend* const postgresql = adapters::find_by_engine("postgresql");
  const auto segments = [&](const std::string& value) {
    const Migration migration = parse_migration(
        "1_x.sql",
        "ALTER TYPE mood ADD VALUE 'bad';\n-- covet:query a.update(b=\"" + value + "\")\n",
        tests::postgresql_rules());
    return segments_of(migration.up, postgresql->dialect, postgresql->guard).size();
  };
  EXPECT_EQ(segments("bad"), 2U);
  EXPECT_EQ(segments("good"), 1U);
}

// ---- their SQL

model::ModelSet blog() {
  const std::vector<model::SourceText> files = {{"blog.toml", R"(
[models.author.fields]
id = { type = "Integer", primary_key = true }
email = { type = "Char", max_length = 80 }
[models.post]
table = "posts"
[models.post.fields]
id = { type = "Integer", primary_key = true }
author = { type = "ForeignKey", to = "author" }
title = { type = "Char", max_length = 80, db_column = "headline" }
[models.part]
primary_key = ["a", "b"]
[models.part.fields]
a = { type = "Integer" }
b = { type = "Integer" }
)"}};
  return model::parse_models(files);
}

StepSql made(const std::string& text, std::string_view engine = "postgresql") {
  const schema::QueryModels models(blog());
  return step_sql(read("1_x", text).up.statements.at(0), models,
                  adapters::find_by_engine(engine)->dialect);
}

std::string sql_of(const std::string& step, std::string_view engine = "postgresql") {
  return made("-- covet:query " + step + "\n", engine).sql;
}

TEST(StepSql, HoldsItsValues) {
  EXPECT_EQ(sql_of("post.filter(title=\"it's $1 ? {batch}\").update(title=None)"),
            "UPDATE \"posts\" SET \"headline\" = NULL WHERE \"posts\".\"headline\" = "
            "'it''s $1 ? {batch}'");
  EXPECT_EQ(sql_of("author.create(id=1, email='a\\\\b').create(id=2, email=None)", "mysql"),
            "INSERT INTO `author` (`id`, `email`) VALUES (1, 'a\\\\b'), (2, NULL)");
  EXPECT_EQ(sql_of("posts.filter(pk__in=post.filter(id__gt=5)).delete()", "sqlite")
                .find("DELETE FROM \"posts\" WHERE "),
            0U);
}

TEST(StepSql, HasAPlaceForBatches) {
  const auto batched = [](const std::string& step) {
    return made("-- covet:batch 5 rows\n-- covet:query " + step + "\n");
  };
  const StepSql all = batched("post.update(id=1)");
  EXPECT_EQ(all.sql, "UPDATE \"posts\" SET \"id\" = 1 WHERE {batch}");
  EXPECT_EQ(all.batch.table, "\"posts\"");
  EXPECT_EQ(all.batch.key, "\"id\"");
  const StepSql some = batched("post.filter(id=1).update(id=2)");
  EXPECT_TRUE(some.sql.ends_with(" WHERE \"posts\".\"id\" = 1 AND {batch}")) << some.sql;
  const StepSql nested = batched(
      "post.update(title=Subquery(author.filter(pk=OuterRef(\"author\")).values(\"email\")))");
  EXPECT_TRUE(nested.sql.ends_with(") WHERE {batch}")) << nested.sql;
  EXPECT_THROW(batched("part.update(a=1)"), Error);
}

/// "line:column+length message; help" of a step that can't be compiled.
std::string refused(const std::string& text) {
  try {
    made(text);
  } catch (const Error& error) {
    const Diagnostic& fault = error.diagnostics().at(0);
    return std::to_string(fault.where.line) + ":" + std::to_string(fault.where.column) + "+" +
           std::to_string(fault.where.length) + " " + fault.message;
  }
  return "";
}

TEST(StepSql, PointsAtTheNameThatNothingHas) {
  EXPECT_EQ(refused("-- covet:query pots.delete()\n").substr(0, 7), "1:16+4 ");
  EXPECT_EQ(refused("-- covet:query post.filter(id=1)\n--   .update(titel=\"x\")\n").substr(0, 8),
            "2:14+5 `");
  EXPECT_EQ(refused("-- covet:query post.filter(author__emial=1).delete()\n").substr(0, 8),
            "1:36+5 `");
  EXPECT_EQ(refused("-- covet:query post.update(title=Lower(F(\"titel\")))\n").substr(0, 8),
            "1:43+5 `");
  EXPECT_EQ(refused("-- covet:query post.create(titel=\"x\")\n").substr(0, 8), "1:28+5 `");
}

TEST(ExportPairs, WritesStepsAsSql) {
  const std::vector<Migration> migrations = {
      read("1_a", "-- covet:batch 5 rows\n-- covet:query post.update(title=\"x\")\nSELECT 1;\n")};
  const Dialect& dialect = adapters::find_by_engine("sqlite")->dialect;
  EXPECT_EQ(export_pairs(migrations, dialect, blog()).at(0).text,
            "UPDATE \"posts\" SET \"headline\" = 'x' WHERE 1 = 1;\nSELECT 1;\n");
  try {
    export_pairs(migrations, dialect, {});
    FAIL() << "exported a step of no model";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics().at(0).where.file, "1_a.sql");
    EXPECT_EQ(error.diagnostics().at(0).where.line, 2U);
  }
}

TEST(ExportPairs, RefusesFunctionsThatOnlyCovetHas) {
  const std::vector<Migration> migrations = {
      read("1_a", "-- covet:query post.update(title=Lower(F(\"title\")))\n")};
  EXPECT_THROW(export_pairs(migrations, adapters::find_by_engine("sqlite")->dialect, blog()),
               Error);
  EXPECT_EQ(export_pairs(migrations, adapters::find_by_engine("mysql")->dialect, blog()).size(),
            1U);
}

TEST(Squash, KeepsSteps) {
  const std::vector<Migration> migrations = {
      read("1_a", "-- covet:query a.update(b=1)\n--   .filter(c=1)\n"), read("2_b", "SELECT 1\n"),
      read("3_c", "-- covet:query a.delete()\n")};
  const Migration whole = read("3_whole", squash(migrations, tests::sqlite_rules()));
  EXPECT_TRUE(holds_the_same(whole, migrations));
  EXPECT_EQ(whole.up.statements.size(), 3U);
}

}  // namespace
}  // namespace covet::migrations
