#include "migrations/hazards.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/lexical_rules.h"

namespace covet::migrations {
namespace {

std::string of(std::string_view sql, const LexicalRules& rules = tests::mysql_rules()) {
  std::string text;
  for (const schema::Hazard& hazard : hazards_of(sql, rules)) {
    text += (text.empty() ? "" : ", ") + hazard.kind + " " + hazard.object;
  }
  return text;
}

TEST(HazardsOf, FindsWhatLosesRows) {
  EXPECT_EQ(of("DROP TABLE IF EXISTS a, `b c`.`d` CASCADE"), "drop_table a, drop_table b c.d");
  EXPECT_EQ(of("TRUNCATE TABLE a"), "truncate a");
  EXPECT_EQ(of("TRUNCATE ONLY a *, b RESTART IDENTITY", tests::postgresql_rules()),
            "truncate a, truncate b");
  EXPECT_EQ(of("DELETE FROM a.b"), "delete a.b");
  EXPECT_EQ(of("delete from a order by b limit 1"), "delete a");
  EXPECT_EQ(of("DROP DATABASE IF EXISTS x"), "drop_schema x");
  EXPECT_EQ(of("-- why\nDROP /* x */ TABLE a"), "drop_table a");
  EXPECT_EQ(of("/*!40000 DROP TABLE a */"), "drop_table a");
}

TEST(HazardsOf, FindsDroppedColumns) {
  EXPECT_EQ(of("ALTER TABLE a DROP b, ADD c DECIMAL(3, 2), DROP COLUMN IF EXISTS `d`"),
            "drop_column a.b, drop_column a.d");
  EXPECT_EQ(of("ALTER TABLE a DROP PRIMARY KEY, DROP INDEX i, DROP KEY k, DROP FOREIGN KEY f, "
               "DROP CONSTRAINT c, DROP CHECK d, ALTER COLUMN e DROP DEFAULT"),
            "");
  EXPECT_EQ(of("ALTER TABLE a DROP PARTITION p0"), "drop_partition a.p0");
  EXPECT_EQ(of("ALTER TABLE IF EXISTS ONLY \"S\".\"A\" DROP \"check\" CASCADE",
               tests::postgresql_rules()),
            "drop_column S.A.check");
  EXPECT_EQ(of("ALTER TABLE a TRUNCATE PARTITION p"), "truncate a");
}

TEST(HazardsOf, LeavesTheHarmlessAlone) {
  for (const char* sql :
       {"DELETE FROM a WHERE b", "DROP INDEX i ON a", "DROP VIEW v", "DROP TEMPORARY TABLE t",
        "CREATE TABLE dropped (a int)", "INSERT INTO a VALUES ('DROP TABLE b')",
        "UPDATE a SET b = 1", "", "DROP", "ALTER TABLE", "SELECT 1 -- DROP TABLE a"}) {
    EXPECT_EQ(of(sql), "") << sql;
  }
}

}  // namespace
}  // namespace covet::migrations
