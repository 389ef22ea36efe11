#include "migrations/trace.h"

#include <gtest/gtest.h>

#include "tests/support/lexical_rules.h"

namespace covet::migrations {
namespace {

Trace of(std::string_view statement) {
  return trace_of(statement, tests::mysql_rules());
}

TEST(Trace, TheSchemaTellsOfDefinitions) {
  for (const char* sql : {"CREATE TABLE a (x int)", "alter table a add b int", "DROP VIEW v",
                          "RENAME TABLE a TO b", "RENAME TABLE a TO b, c TO d",
                          "/* note */ CREATE INDEX i ON a (x)", "COMMENT ON TABLE a IS 'x'"}) {
    EXPECT_EQ(of(sql), Trace::schema) << sql;
  }
}

TEST(Trace, SomeMayRunTwice) {
  for (const char* sql :
       {"GRANT SELECT ON a TO b", "TRUNCATE a", "CREATE OR REPLACE VIEW v AS SELECT 1",
        "CREATE USER IF NOT EXISTS u", "DROP DATABASE IF EXISTS d", "ANALYZE TABLE a",
        "SET GLOBAL event_scheduler = ON", "FLUSH TABLES"}) {
    EXPECT_EQ(of(sql), Trace::repeatable) << sql;
  }
}

TEST(Trace, SomeTellNothing) {
  for (const char* sql :
       {"CALL p()", "ALTER TABLE a EXCHANGE PARTITION p WITH TABLE b", "CREATE USER u",
        "RENAME TABLE a TO tmp, b TO a, tmp TO b", "ALTER TABLE a DISCARD TABLESPACE", "EXECUTE s",
        "BEGIN NOT ATOMIC SELECT 1; END", "DROP DATABASE d", "INSTALL PLUGIN x"}) {
    EXPECT_EQ(of(sql), Trace::none) << sql;
  }
}

}  // namespace
}  // namespace covet::migrations
