#include "tests/unit/migrations/imports/converted.h"

namespace covet::migrations::imports {
namespace {

/// The up of a golang-migrate file on SQLite.
std::string tidied(const std::string& text, const LexicalRules& rules = tests::sqlite_rules()) {
  const std::string result = converted({{"1_a.down.sql", ""}, {"1_a.up.sql", text}}, {}, rules);
  if (!result.starts_with("==")) return result;
  const std::size_t begin = result.find('\n') + 1;
  return result.substr(begin, result.find("\n-- covet:down") - begin);
}

TEST(ImportTidy, TakesPairsOfBeginAndCommit) {
  EXPECT_EQ(tidied("BEGIN TRANSACTION;\nSELECT 1;\nEND;\n"), "-- covet:up\nSELECT 1;\n");
  EXPECT_EQ(tidied("-- a\nBEGIN; SELECT 1; COMMIT;\nBEGIN;\nSELECT 2;\nCOMMIT; -- b\n"),
            "-- covet:up\n-- a\n SELECT 1; \nSELECT 2;\n -- b\n");
  EXPECT_EQ(tidied("begin;\nSELECT 1;\n"), "CV205 old/1_a.up.sql:1 `BEGIN` in a migration\n");
  EXPECT_EQ(tidied("BEGIN;\nSELECT 1;\nROLLBACK;\n"),
            "CV205 old/1_a.up.sql:1 `BEGIN` in a migration\n"
            "CV205 old/1_a.up.sql:3 `ROLLBACK` in a migration\n");
  EXPECT_EQ(tidied("SELECT 'BEGIN;';\n"), "-- covet:up\nSELECT 'BEGIN;';\n");
}

TEST(ImportTidy, TellsTheRunnerOfForeignKeys) {
  EXPECT_EQ(tidied("PRAGMA foreign_keys=OFF;\nBEGIN;\nDROP TABLE a;\nCOMMIT;\n"
                   "PRAGMA foreign_keys = ON;\n"),
            "-- covet:up foreign_keys=off\nDROP TABLE a;\n");
}

TEST(ImportTidy, SaysWhereTheBytesAreBad) {
  EXPECT_EQ(tidied("SELECT 1;\nSELECT '\xFF';\n"),
            "CV209 old/1_a.up.sql:2 this line is not UTF-8\n");
}

TEST(ImportTidy, TakesBodiesAndDelimiters) {
  const std::string text =
      "DELIMITER //\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; END//\n"
      "DELIMITER ;\n";
  EXPECT_EQ(tidied(text, tests::mysql_rules()), "-- covet:up\n" + text);
}

TEST(ImportTidy, TakesTheDataOfACopy) {
  EXPECT_EQ(converted({{"1_a.up.sql",
                        "BEGIN;\nCOPY a (b) FROM stdin;\nBEGIN;\n\\echo it's data\nCOMMIT;\n\\.\n"
                        "COMMIT;\n"},
                       {"1_a.down.sql", "DELETE FROM a;\n"}}),
            "== 1_a.sql [1]\n"
            "-- covet:up\n"
            "COPY a (b) FROM stdin;\nBEGIN;\n\\echo it's data\nCOMMIT;\n\\.\n\n"
            "-- covet:down\n"
            "DELETE FROM a;\n");
}

TEST(ImportTidy, LeavesOutWhatConcernsTheShellAlone) {
  EXPECT_EQ(
      converted({{"1_a.up.sql",
                  "\\set ON_ERROR_STOP on\n\\echo 'one'\n\\timing\nSELECT $$\n\\echo two\n$$;\n"}}),
      "== 1_a.sql [1]\n"
      "-- covet:up\n"
      "SELECT $$\n\\echo two\n$$;\n"
      "note: 1 migration has no way back: write a `-- covet:down` section where you need one\n");
  EXPECT_EQ(converted({{"1_a.up.sql", "\\set schema app\nSELECT 1;\n\\i other.sql\n"}}),
            "CV206 old/1_a.up.sql:1 `\\set` is a command of the engine's own shell, not SQL\n"
            "CV206 old/1_a.up.sql:3 `\\i` is a command of the engine's own shell, not SQL\n");
  EXPECT_EQ(
      converted({{"1_a.up.sql", ".bail on\n.headers off\nSELECT '\n.bail on\n';\n"}}, {},
                tests::sqlite_rules()),
      "== 1_a.sql [1]\n"
      "-- covet:up\n"
      "SELECT '\n.bail on\n';\n"
      "note: 1 migration has no way back: write a `-- covet:down` section where you need one\n");
}

}  // namespace
}  // namespace covet::migrations::imports
