#include "tests/unit/migrations/imports/converted.h"

namespace covet::migrations::imports {
namespace {

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
  EXPECT_EQ(tool_of({{"0000_a.sql", ""}, {"meta/_journal.json", "{}"}}), "drizzle");
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

}  // namespace
}  // namespace covet::migrations::imports
