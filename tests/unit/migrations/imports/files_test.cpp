#include "tests/unit/migrations/imports/converted.h"

namespace covet::migrations::imports {
namespace {

TEST(ImportDbmate, TakesItsMarks) {
  EXPECT_EQ(converted({{"20260101000000_a b-ü.sql",
                        "-- why\n\n-- migrate:up transaction:false\n\nCREATE TABLE a (b int);\n\n"
                        "--migrate:down\nDROP TABLE a;\n"}}),
            "== 20260101000000_a_b_ü.sql [20260101000000]\n"
            "-- why\n"
            "\n"
            "-- covet:up transaction=none\n"
            "CREATE TABLE a (b int);\n"
            "\n"
            "-- covet:down\n"
            "DROP TABLE a;\n");
}

TEST(ImportDbmate, TellsWhatItLeavesOut) {
  EXPECT_EQ(converted({{"1_a.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\n"},
                       {"2_b.sql", "-- migrate:up\nSELECT 1;\n"},
                       {"seed.sql", "SELECT 1;\n"}}),
            "== 1_a.sql [1]\n-- covet:up\nSELECT 1;\n\n-- covet:down\n"
            "== 2_b.sql [2]\n-- covet:up\nSELECT 1;\n"
            "note: seed.sql was left out: no number at the front\n"
            "note: 1 migration has no way back: write a `-- covet:down` section where you need "
            "one\n"
            "note: 1 down is empty: going back leaves what the up made, as before\n");
}

TEST(ImportDbmate, RefusesWhatHasNoUpAndWhatStandsBeforeIt) {
  EXPECT_EQ(converted({{"1_a.sql", "-- migrate:up\n"},
                       {"2_b.sql", "CREATE TABLE b (c int);\n"},
                       {"3_c.sql", "SELECT 1;\n-- migrate:up\n"}}),
            "CV260 old/2_b.sql:0 no `-- migrate:up` in a migration of dbmate\n"
            "CV204 old/3_c.sql:1 SQL before the first mark\n");
}

TEST(ImportDbmate, KeepsTheOrderOfTheNames) {
  const std::string all = converted({{"10_c.sql", "-- migrate:up\nSELECT 10;\n"},
                                     {"1_a.sql", "-- migrate:up\nSELECT 1;\n"},
                                     {"20240101_d.sql", "-- migrate:up\nSELECT 2;\n"},
                                     {"9_b.sql", "-- migrate:up\nSELECT 9;\n"}});
  EXPECT_EQ(
      all,
      "== 10_c.sql [10]\n-- covet:up\nSELECT 10;\n"
      "== 10.1_a.sql [1]\n-- covet:up\nSELECT 1;\n"
      "== 20240101_d.sql [20240101]\n-- covet:up\nSELECT 2;\n"
      "== 20240101.1_b.sql [9]\n-- covet:up\nSELECT 9;\n"
      "note: 2 migrations got another version, so that they run in the order of the names, as "
      "before\n"
      "note: 4 migrations have no way back: write a `-- covet:down` section where you need "
      "one\n");
}

TEST(ImportGoose, ClosesWhatItsMarksHoldTogether) {
  EXPECT_EQ(converted({{"00001_init.sql",
                        "-- +goose Up\n"
                        "-- +goose StatementBegin\n"
                        "CREATE FUNCTION f() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql\n"
                        "-- +goose StatementEnd\n"
                        "-- +goose StatementBegin\n"
                        "SELECT 1; -- so\n"
                        "-- +goose StatementEnd\n"
                        "-- +goose StatementBegin\n"
                        "SELECT 2 -- so\n"
                        "-- +goose StatementEnd\n"
                        "-- +goose Down\n"
                        "DROP FUNCTION f;\n"}}),
            "== 00001_init.sql [00001]\n"
            "-- covet:up\n"
            "CREATE FUNCTION f() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql;\n"
            "SELECT 1; -- so\n"
            "SELECT 2 -- so\n"
            ";\n"
            "\n"
            "-- covet:down\n"
            "DROP FUNCTION f;\n");
}

TEST(ImportGoose, TakesTransactionsAndTheEnvironment) {
  Options options;
  options.placeholders = {{"OWNER", "anna"}};
  const std::vector<SourceFile> files = {{"1_a.sql",
                                          "-- +goose NO TRANSACTION\n"
                                          "-- +goose Up\n"
                                          "SELECT '${NOT}';\n"
                                          "-- +goose ENVSUB ON\n"
                                          "SELECT '${OWNER}', '${ROLE:-reader}';\n"
                                          "-- +goose ENVSUB OFF\n"
                                          "SELECT '${NOT}';\n"}};
  EXPECT_EQ(converted(files, options),
            "== 1_a.sql [1]\n-- covet:up transaction=none\nSELECT '${NOT}';\n"
            "SELECT 'anna', 'reader';\nSELECT '${NOT}';\n"
            "note: 1 migration has no way back: write a `-- covet:down` section where you need "
            "one\n");
  EXPECT_EQ(converted(files), "CV261 old/1_a.sql:5 the placeholder `OWNER` has no value\n");
}

TEST(ImportGoose, RefusesPrograms) {
  EXPECT_EQ(converted({{"1_a.sql", "-- +goose Up\n"}, {"2_b.go", ""}, {"2_b_test.go", ""}}),
            "CV260 old/2_b.go:0 this migration is a program, not SQL\n");
}

TEST(ImportGolangMigrate, PairsByNumberAndSortsByIt) {
  EXPECT_EQ(converted({{"0001_a.down.sql", "DROP TABLE a;\n"},
                       {"10_c.up.sql", "SELECT 10;\n"},
                       {"1_a.up.sql", "BEGIN;\n\nCREATE TABLE a (b int);\nCOMMIT;\n"},
                       {"2.up.sql", "SELECT 2;"}}),
            "== 1_a.sql [1]\n-- covet:up\nCREATE TABLE a (b int);\n\n-- covet:down\nDROP TABLE "
            "a;\n"
            "== 2_migration.sql [2]\n-- covet:up\nSELECT 2;\n"
            "== 10_c.sql [10]\n-- covet:up\nSELECT 10;\n"
            "note: 2 migrations have no way back: write a `-- covet:down` section where you need "
            "one\n");
}

TEST(ImportGolangMigrate, FindsWhatStandsTwiceOrAlone) {
  EXPECT_EQ(converted({{"01_a.up.sql", ""},
                       {"1_b.up.sql", ""},
                       {"3_c.down.sql", ""},
                       {"4_d.down.sql", ""},
                       {"4_d.up.sql", ""},
                       {"4_e.down.sql", ""}}),
            "CV208 old/1_b.up.sql:0 version 1 stands twice\n"
            "CV260 old/3_c.down.sql:0 a down without its up\n"
            "CV260 old/4_e.down.sql:0 a second down of version 4\n");
}

TEST(ImportGolangMigrate, PointsIntoTheFileThatIsFaulty) {
  EXPECT_EQ(converted({{"1_a.down.sql", "\n\\connect x\n"},
                       {"1_a.up.sql", "SELECT 1;\n"},
                       {"2_b.up.sql", "\n\nCOPY a FROM stdin;\n1\n\nSAVEPOINT s;\n"}}),
            "CV206 old/1_a.down.sql:2 `\\connect` is a command of the engine's own shell, not SQL\n"
            "CV206 old/2_b.up.sql:3 the data of this COPY never ends\n");
}

}  // namespace
}  // namespace covet::migrations::imports
