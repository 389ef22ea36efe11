#include "migrations/export_sql.h"

#include <gtest/gtest.h>

#include "adapters/backends.h"
#include "tests/unit/migrations/support.h"

namespace covet::migrations {
namespace {

const Dialect& dialect_of(std::string_view engine) {
  return adapters::find_by_engine(engine)->dialect;
}

std::string pairs(const std::vector<Migration>& migrations, std::string_view engine = "sqlite") {
  std::string result;
  for (const SqlFile& file : export_pairs(migrations, dialect_of(engine), {}))
    result += "== " + file.name + "\n" + file.text;
  return result;
}

const char* const whole =
    "-- covet:parent none\n"
    "\n"
    "-- covet:up foreign_keys=off\n"
    "-- why\n"
    "-- covet:step 1\n"
    "CREATE TABLE a (b int);\n"
    "\n"
    "-- covet:down transaction=none\n"
    "DROP TABLE a -- so\n";

TEST(ExportPairs, LeavesCommentsAndTakesMarks) {
  EXPECT_EQ(pairs({read("1_a", whole), read("2_b", "SELECT 1;\n"),
                   read("3_c", "-- covet:up\nSELECT 1;\n-- covet:down irreversible: why\n")}),
            "== 1_a.up.sql\n-- with foreign keys off\n-- why\nCREATE TABLE a (b int);\n"
            "== 1_a.down.sql\n-- each statement by itself, outside a transaction\n"
            "DROP TABLE a -- so\n;\n"
            "== 2_b.up.sql\nSELECT 1;\n"
            "== 3_c.up.sql\nSELECT 1;\n");
}

TEST(ExportPairs, WritesNoDelimiterLines) {
  const Migration migration = parse_migration(
      "1_a.sql", "-- covet:up\nDELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\n",
      tests::mysql_rules());
  EXPECT_EQ(pairs({migration}, "mysql"),
            "== 1_a.up.sql\nCREATE PROCEDURE p() BEGIN SELECT 1; END;\n");
}

TEST(ExportSingle, FramesWhatTheEngineCanTakeBack) {
  EXPECT_EQ(export_single(std::vector{read("1_a_b", whole)}, dialect_of("sqlite"), {}),
            "-- 1 a b\nPRAGMA foreign_keys = OFF;\nBEGIN;\n-- why\nCREATE TABLE a (b int);\n"
            "COMMIT;\nPRAGMA foreign_keys = ON;\n");
  EXPECT_EQ(export_single(std::vector{read("1_a", "SELECT 1;\n"), read("2_b", "SELECT 2;\n")},
                          dialect_of("mysql"), {}),
            "-- 1 a\nSELECT 1;\n\n-- 2 b\nSELECT 2;\n");
}

TEST(ExportPairs, KnowsNoBatches) {
  EXPECT_EQ(pairs({read("1_a",
                        "-- covet:up\nCREATE TABLE a (b int);\n"
                        "-- covet:batch a by b, 10 rows\nUPDATE a SET b = 1 WHERE {batch};\n")}),
            "== 1_a.up.sql\nCREATE TABLE a (b int);\nUPDATE a SET b = 1 WHERE 1 = 1;\n");
}

TEST(ExportPairs, NamesRepeatableOnesOnce) {
  EXPECT_EQ(pairs({read("R_views", "SELECT 1;\n")}), "== R_views.up.sql\nSELECT 1;\n");
}

}  // namespace
}  // namespace covet::migrations
