#include "tests/unit/migrations/imports/converted.h"

namespace covet::migrations::imports {
namespace {

TEST(ImportFlyway, TakesVersionsUndosAndPlaceholders) {
  Options options;
  options.placeholders = {{"schema", "app"}, {"raw", "${raw}"}};
  EXPECT_EQ(
      converted({{"U1.2__undo.sql", "DROP TABLE ${schema}.a;\n"},
                 {"beforeMigrate.sql", "SELECT 1;\n"},
                 {"core/V1_10__b.sql", "SELECT '${raw}';\n"},
                 {"core/V1_2__create_a.sql", "-- ${in a comment}\nCREATE TABLE ${schema}.a ();\n"},
                 {"core/V1_2__create_a.sql.conf", "executeInTransaction = false\n"}},
                options),
      "== 1.2_create_a.sql [1.2]\n"
      "-- covet:up transaction=none\n"
      "-- ${in a comment}\n"
      "CREATE TABLE app.a ();\n"
      "\n"
      "-- covet:down\n"
      "DROP TABLE app.a;\n"
      "== 1.10_b.sql [1.10]\n"
      "-- covet:up\n"
      "SELECT '${raw}';\n"
      "note: beforeMigrate.sql was left out: no migration's name, or an undo of none\n"
      "note: 1 migration has no way back: write a `-- covet:down` section where you need one\n");
}

TEST(ImportFlyway, TakesABaselineOnlyForWhatIsGone) {
  const std::string way_back =
      "note: 1 migration has no way back: write a `-- covet:down` section where you need one\n";
  EXPECT_EQ(converted({{"B5__all.sql", "SELECT 5;\n"}}),
            "== 5_all.sql [5]\n-- covet:up\nSELECT 5;\n" + way_back);
  EXPECT_EQ(
      converted({{"B5__all.sql", "SELECT 5;\n"}, {"V5__last.sql", "SELECT 1;\n"}}),
      "== 5_last.sql [5]\n-- covet:up\nSELECT 1;\n"
      "note: B5__all.sql was left out: a baseline repeats what the versions before it make\n" +
          way_back);
}

TEST(ImportFlyway, KeepsRepeatablesAndRefusesPrograms) {
  const std::vector<SourceFile> files = {
      {"R__views.sql", "SELECT 2;\n"}, {"V7__a.sql", "SELECT 1;\n"}, {"V8__b.java", ""}};
  EXPECT_EQ(converted(files), "CV260 old/V8__b.java:0 this migration is a program, not SQL\n");
  EXPECT_NE(converted({files[0], files[1]}).find("== R_views.sql [R views]\n"), std::string::npos);
}

TEST(ImportFlyway, KeepsTheOrderOfRepeatables) {
  EXPECT_EQ(converted({{"V1__a.sql", "SELECT 1;\n"},
                       {"a/R__Views.sql", "SELECT 2;\n"},
                       {"b/R__a_functions.sql", "SELECT 3;\n"}}),
            "== 1_a.sql [1]\n-- covet:up\nSELECT 1;\n"
            "== R_1_views.sql [R Views]\n-- covet:up\nSELECT 2;\n"
            "== R_2_a_functions.sql [R a functions]\n-- covet:up\nSELECT 3;\n"
            "note: the repeatable migrations got numbers, so that they run in the order of their "
            "descriptions, as before\n"
            "note: 3 migrations have no way back: write a `-- covet:down` section where you need "
            "one\n");
}

TEST(ImportDiesel, TakesFolders) {
  EXPECT_EQ(converted({{"00000000000000_diesel_initial_setup/up.sql", "SELECT 1;\n"},
                       {"2024-01-31-101500_add_x/down.sql", "DROP INDEX x;\n"},
                       {"2024-01-31-101500_add_x/metadata.toml", "run_in_transaction = false\n"},
                       {"2024-01-31-101500_add_x/up.sql", "CREATE INDEX x ON a (b);\n"},
                       {"notes/up.txt", ""}}),
            "== 00000000000000_diesel_initial_setup.sql [00000000000000]\n"
            "-- covet:up\nSELECT 1;\n"
            "== 20240131101500_add_x.sql [20240131101500]\n"
            "-- covet:up transaction=none\nCREATE INDEX x ON a (b);\n"
            "\n-- covet:down transaction=none\nDROP INDEX x;\n"
            "note: notes/ was left out: no version, or no up.sql\n"
            "note: 1 migration has no way back: write a `-- covet:down` section where you need "
            "one\n");
}

TEST(ImportSqitch, FollowsThePlan) {
  EXPECT_EQ(converted({{"deploy/a.sql", "-- Deploy a\nBEGIN;\nSELECT 'new';\nCOMMIT;\n"},
                       {"deploy/a@v1.sql", "BEGIN;\nSELECT 'old';\nCOMMIT;\n"},
                       {"deploy/sub/b.sql", "SELECT 'b';\n"},
                       {"revert/a.sql", "SELECT 'undo';\n"},
                       {"sqitch.plan",
                        "%syntax-version=1.0.0\n%project=flipr\n\n"
                        "a 2026-01-02T00:00:00Z Anna <a@b.c> # first\n"
                        "sub/b [a] 2026-01-01T00:00:00Z Anna <a@b.c> # late\n"
                        "@v1 2026-01-03T00:00:00Z Anna <a@b.c>\n"
                        "a [a@v1] 2026-01-04T00:00:00Z Anna <a@b.c> # again\n"},
                       {"verify/a.sql", "SELECT 1;\n"}}),
            "== 20260102000000_a.sql [flipr:a]\n-- covet:up\nSELECT 'old';\n"
            "== 20260102000001_sub_b.sql [flipr:sub/b]\n-- covet:up\nSELECT 'b';\n"
            "== 20260104000000_a.sql [flipr:a#2]\n-- covet:up\n-- Deploy a\nSELECT 'new';\n"
            "\n-- covet:down\nSELECT 'undo';\n"
            "note: the verify scripts were left out\n"
            "note: 2 migrations have no way back: write a `-- covet:down` section where you need "
            "one\n");
}

TEST(ImportPrisma, TakesFolders) {
  EXPECT_EQ(converted({{"0_init/migration.sql", "SELECT 1;\n"},
                       {"20260101000000_add/down.sql", "SELECT 3;\n"},
                       {"20260101000000_add/migration.sql", "SELECT 2;\n"},
                       {"migration_lock.toml", ""}}),
            "== 0_init.sql [0_init]\n-- covet:up\nSELECT 1;\n"
            "== 20260101000000_add.sql [20260101000000_add]\n-- covet:up\nSELECT 2;\n"
            "\n-- covet:down\nSELECT 3;\n"
            "note: 1 migration has no way back: write a `-- covet:down` section where you need "
            "one\n");
}

TEST(ImportPrisma, KeepsTheOrderOfTheNames) {
  EXPECT_EQ(
      converted({{"20231201000000_a/migration.sql", "SELECT 1;\n"},
                 {"20240101_b/migration.sql", "SELECT 2;\n"},
                 {"20240101_c/migration.sql", "SELECT 3;\n"},
                 {"20240201000000_d/migration.sql", "SELECT 4;\n"},
                 {"init/migration.sql", "SELECT 5;\n"},
                 {"migration_lock.toml", ""}}),
      "== 20231201000000_a.sql [20231201000000_a]\n-- covet:up\nSELECT 1;\n"
      "== 20231201000000.1_b.sql [20240101_b]\n-- covet:up\nSELECT 2;\n"
      "== 20231201000000.2_c.sql [20240101_c]\n-- covet:up\nSELECT 3;\n"
      "== 20240201000000_d.sql [20240201000000_d]\n-- covet:up\nSELECT 4;\n"
      "== 20240201000000.1_init.sql [init]\n-- covet:up\nSELECT 5;\n"
      "note: 3 migrations got another version, so that they run in the order of the names, as "
      "before\n"
      "note: 5 migrations have no way back: write a `-- covet:down` section where you need "
      "one\n");
}

TEST(ImportDiesel, KeepsTheOrderOfItsVersionsAsTexts) {
  const std::string all = converted({{"2026-07-25-142459-0000_a/up.sql", "SELECT 1;\n"},
                                     {"2026-08-01-000000_b/up.sql", "SELECT 2;\n"},
                                     {"2026-08-02-000000-0000_c/up.sql", "SELECT 3;\n"}});
  EXPECT_NE(all.find("== 202607251424590000_a.sql [202607251424590000]"), std::string::npos) << all;
  EXPECT_NE(all.find("== 202607251424590000.1_b.sql [20260801000000]"), std::string::npos) << all;
  EXPECT_NE(all.find("== 202608020000000000_c.sql [202608020000000000]"), std::string::npos) << all;
}

TEST(ImportAtlas, KnowsADelimiterOnALineOfItsOwn) {
  EXPECT_EQ(
      converted(
          {{"1_a.sql", "-- atlas:delimiter \\nGO\nINSERT INTO CARGO\nSELECT 1\nGO\nSELECT 2\nGO\n"},
           {"atlas.sum", ""}}),
      "== 1_a.sql [1]\n-- covet:up\nINSERT INTO CARGO\nSELECT 1;\n\nSELECT 2;\n"
      "note: 1 migration has no way back: write a `-- covet:down` section where you need one\n");
}

TEST(ImportAtlas, TakesDirectivesFilesInFilesAndDelimiters) {
  EXPECT_EQ(converted({{"1.sql", "-- atlas:txmode none\n\nSELECT 1;\n"},
                       {"2_b.sql",
                        "-- atlas:txtar\n\n-- checks.sql --\nSELECT 0;\n-- migration.sql --\n"
                        "SELECT 2;\n-- down.sql --\nSELECT 3;\n"},
                       {"3_c.sql", "-- atlas:checkpoint\nSELECT 9;\n"},
                       {"4_d.sql", "-- atlas:delimiter \\n\\n\\n\nSELECT 4\n\n\nSELECT\n\n5\n"},
                       {"5_e.sql", "-- atlas:delimiter //\nSELECT 4 //\nSELECT 5\n//\n"},
                       {"atlas.sum", ""}}),
            "== 1_migration.sql [1]\n-- covet:up transaction=none\nSELECT 1;\n"
            "== 2_b.sql [2]\n-- covet:up\nSELECT 2;\n\n-- covet:down\nSELECT 3;\n"
            "== 4_d.sql [4]\n-- covet:up\nSELECT 4;\n\n\nSELECT\n\n5\n"
            "== 5_e.sql [5]\n-- covet:up\nSELECT 4 ;\nSELECT 5;\n"
            "note: old/2_b.sql: its checks were left out\n"
            "note: 3_c.sql was left out: a checkpoint repeats what the files before it make\n"
            "note: 3 migrations have no way back: write a `-- covet:down` section where you need "
            "one\n");
}

TEST(ImportRails, LeavesItsOwnTablesOut) {
  EXPECT_EQ(
      converted({{"structure.sql",
                  "\\restrict abc\n"
                  "SELECT pg_catalog.set_config('search_path', '', false);\n"
                  "CREATE TABLE public.a (b int);\n"
                  "CREATE TABLE public.schema_migrations (version varchar NOT NULL);\n"
                  "ALTER TABLE ONLY public.schema_migrations\n    ADD PRIMARY KEY (version);\n"
                  "\\unrestrict abc\n"
                  "INSERT INTO \"schema_migrations\" (version) VALUES\n('20260102000000'),\n"
                  "('20260101000000');\n"}}),
      "== 20260102000000_structure.sql [20260102000000]\n-- covet:up\n"
      "CREATE TABLE public.a (b int);\n"
      "note: old/structure.sql: left out the set_config that empties search_path, which would hide "
      "covet's own table\n"
      "note: 1 migration has no way back: write a `-- covet:down` section where you need one\n");
  EXPECT_EQ(converted({{"structure.sql", "CREATE TABLE a (b int);\n"}}),
            "CV260 old/structure.sql:0 no versions are inserted into schema_migrations at its "
            "end\n");
}

}  // namespace
}  // namespace covet::migrations::imports
