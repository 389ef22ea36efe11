#include <gtest/gtest.h>

#include "core/base/error.h"
#include "migrations/imports/format.h"
#include "migrations/imports/formats.h"
#include "tests/support/lexical_rules.h"

namespace covet::migrations::imports {
namespace {

/// Each file that the folder becomes, "== name" above its text; then the notes; or the faults.
std::string converted(std::vector<SourceFile> files, const Options& options = {},
                      const LexicalRules& rules = tests::postgresql_rules(),
                      std::string_view from = {}) {
  const Folder folder{"old", std::move(files)};
  std::string result;
  try {
    Conversion conversion = format_for(folder, from).read(folder, options);
    for (const ImportedFile& file : write_files(conversion, "", rules))
      result += "== " + file.name + " [" + file.key + "]\n" + file.text;
    for (const std::string& note : conversion.notes)
      result += "note: " + note + "\n";
  } catch (const Error& error) {
    if (error.diagnostics().empty()) return error.message() + " | " + error.hint();
    for (const Diagnostic& fault : error.diagnostics()) {
      EXPECT_FALSE(fault.help.empty()) << fault.message;
      result += fault.code + " " + fault.where.file + ":" + std::to_string(fault.where.line) + " " +
                fault.message + "\n";
    }
  }
  return result;
}

std::string tool_of(std::vector<SourceFile> files) {
  const Folder folder{"old", std::move(files)};
  try {
    return std::string(format_for(folder, "").name);
  } catch (const Error& error) {
    return error.message() + " | " + error.hint();
  }
}

TEST(ImportDetect, KnowsEachToolByItsMarks) {
  EXPECT_EQ(tool_of({{"1_a.sql", "-- migrate:up\n"}}), "dbmate");
  EXPECT_EQ(tool_of({{"1_a.sql", "-- +goose Up\n"}}), "goose");
  EXPECT_EQ(tool_of({{"1_a.sql", "--  +goose   up\n"}}), "goose");
  EXPECT_EQ(tool_of({{"1_a.sql", "-- +migrate Up notransaction\n"}}), "sql-migrate");
  EXPECT_EQ(tool_of({{"1_a.down.sql", ""}, {"1_a.up.sql", ""}}), "golang-migrate");
  EXPECT_EQ(tool_of({{"core/V1__a.sql", ""}}), "flyway");
  EXPECT_EQ(tool_of({{"00000000000000_setup/up.sql", ""}}), "diesel");
  EXPECT_EQ(tool_of({{"sqitch.plan", "%project=x\n"}}), "sqitch");
  EXPECT_EQ(tool_of({{"0_init/migration.sql", ""}}), "prisma");
  EXPECT_EQ(tool_of({{"1.sql", ""}, {"atlas.sum", "h1:"}}), "atlas");
  EXPECT_EQ(tool_of({{"db/structure.sql", ""}}), "rails");
  EXPECT_EQ(tool_of({{"up.sql", "-- Running upgrade  -> 1a2b\n"}}), "alembic");
  EXPECT_EQ(tool_of({{"blog.0001_initial.sql", ""}}), "django");
}

TEST(ImportDetect, AtlasLeavesOtherLayoutsToTheirTools) {
  EXPECT_EQ(tool_of({{"1_a.up.sql", ""}, {"atlas.sum", "h1:"}}), "golang-migrate");
}

TEST(ImportDetect, NamesBothWhereTwoFit) {
  EXPECT_EQ(tool_of({{"1_a.sql", "-- +goose Up\n"}, {"2_b.up.sql", ""}}),
            "old looks like golang-migrate and like goose | say which one it is: --from "
            "golang-migrate");
}

TEST(ImportDetect, SaysHowToGoOnWhereNoneFits) {
  EXPECT_NE(tool_of({{"1_a.sql", "SELECT 1;\n"}}).find("--from"), std::string::npos);
  EXPECT_NE(tool_of({{"env.py", ""}, {"versions/1_a.py", ""}}).find("alembic upgrade head --sql"),
            std::string::npos);
  EXPECT_NE(tool_of({{"blog/migrations/0001_initial.py", ""}}).find("sqlmigrate"),
            std::string::npos);
  EXPECT_NE(tool_of({{"db/schema.rb", ""}}).find("structure.sql"), std::string::npos);
  EXPECT_NE(tool_of({{"postgres/1_a.up.sql", ""}}).find("covet import old/postgres"),
            std::string::npos);
  EXPECT_NE(converted({}, {}, {}, "gose").find("did you mean `goose`?"), std::string::npos);
}

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
                       {"1_a.up.sql", "\n\nCOPY a FROM stdin;\n1\n\\.\n\nSAVEPOINT s;\n"}}),
            "CV206 old/1_a.down.sql:2 `\\connect` is a command of the engine's own shell, not SQL\n"
            "CV206 old/1_a.up.sql:3 COPY … FROM stdin carries data that only psql can send\n");
}

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

TEST(ImportAlembic, NumbersWhatHasHashes) {
  EXPECT_EQ(converted({{"downgrade.sql",
                        "BEGIN;\n\n-- Running downgrade ae10 -> 1975\n\nDROP TABLE b;\n\nUPDATE "
                        "alembic_version SET version_num='1975' WHERE alembic_version.version_num "
                        "= 'ae10';\n\n-- Running downgrade 1975 -> \n\nDROP TABLE a;\n\nDROP TABLE "
                        "alembic_version;\n\nCOMMIT;\n"},
                       {"upgrade.sql",
                        "BEGIN;\n\nCREATE TABLE alembic_version (\n    version_num VARCHAR(32)\n);"
                        "\n\n-- Running upgrade  -> 1975\n\nCREATE TABLE a (b INTEGER);\n\nINSERT "
                        "INTO alembic_version (version_num) VALUES ('1975');\n\n-- Running upgrade "
                        "1975 -> ae10, add b\n\nCOMMIT;\n\nCREATE INDEX CONCURRENTLY i ON a (b);"
                        "\n\nBEGIN;\n\nCREATE TABLE b (c INTEGER);\n\nCOMMIT;\n"}}),
            "== 0001_1975.sql [1975]\n-- covet:up\nCREATE TABLE a (b INTEGER);\n"
            "\n-- covet:down\nDROP TABLE a;\n"
            "== 0002_ae10_add_b.sql [ae10]\n-- covet:up\n"
            "CREATE INDEX CONCURRENTLY i ON a (b);\n\n\nCREATE TABLE b (c INTEGER);\n"
            "\n-- covet:down\nDROP TABLE b;\n");
}

TEST(ImportDjango, FollowsItsPlan) {
  EXPECT_EQ(converted({{"auth.0001_initial.down.sql", ""},
                       {"auth.0001_initial.sql",
                        "BEGIN;\n--\n-- Create model\n--\nSELECT 1;\n"
                        "COMMIT;\n"},
                       {"blog.0001_initial.down.sql", "SELECT 3;\n"},
                       {"blog.0001_initial.sql",
                        "CREATE TABLE \"new__a\" (b int);\n-- THIS OPERATION CANNOT BE WRITTEN AS "
                        "SQL\n"},
                       {"plan.txt", "[X]  blog.0001_initial\n[ ]  auth.0001_initial\n"}}),
            "== 0001_blog_0001_initial.sql [blog.0001_initial]\n-- covet:up foreign_keys=off\n"
            "CREATE TABLE \"new__a\" (b int);\n-- THIS OPERATION CANNOT BE WRITTEN AS SQL\n"
            "\n-- covet:down\nSELECT 3;\n"
            "== 0002_auth_0001_initial.sql [auth.0001_initial]\n-- covet:up\n--\n-- Create "
            "model\n--\nSELECT 1;\n"
            "note: blog.0001_initial.sql holds an operation in Python that is no SQL: write what "
            "it does into the new file by hand\n"
            "note: 1 migration has no way back: write a `-- covet:down` section where you need "
            "one\n");
  EXPECT_EQ(converted({{"auth.0001_initial.sql", ""}, {"blog.0001_initial.sql", ""}}),
            "CV260 old/plan.txt:0 2 apps, and no order among their migrations\n");
  EXPECT_EQ(converted({{"auth.0001_initial.sql", ""}, {"plan.txt", "blog.0001_initial\n"}}),
            "CV260 old/plan.txt:0 blog.0001_initial has no file\n");
}

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

}  // namespace
}  // namespace covet::migrations::imports
