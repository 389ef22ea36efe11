#include "migrations/imports/adopt.h"

#include <gtest/gtest.h>

#include "core/base/strings.h"
#include "migrations/imports/formats.h"
#include "tests/unit/migrations/sqlite_fixture.h"

namespace covet::migrations::imports {
namespace {

ImportedFile file(const std::string& version, const std::string& key,
                  std::vector<std::string> parents = {}) {
  ImportedFile result;
  result.name = version + "_x.sql";
  result.key = key;
  result.parents = std::move(parents);
  result.migration = read(version + "_x", "-- covet:up\nSELECT 1;\n-- covet:down\nSELECT 2;\n");
  return result;
}

/// "versions | keys without a file", or the message of the refusal.
std::string adopted(const ToolHistory& history, const std::vector<ImportedFile>& files,
                    const std::vector<Applied>& present = {}) {
  try {
    const Adoption adoption = plan_adoption(history, files, present, "tool", Timestamp{});
    std::vector<std::string> versions;
    for (const Applied& row : adoption.rows)
      versions.push_back(row.version.text());
    return join(versions, " ") + " | " + join(adoption.no_file, " ");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::refused);
    EXPECT_FALSE(error.hint().empty());
    return error.message();
  }
}

TEST(PlanAdoption, MatchesKeysAlsoWithOtherZeros) {
  const std::vector<ImportedFile> files = {file("0001", "0001"), file("0002", "0002"),
                                           file("3", "R views")};
  EXPECT_EQ(adopted({"t", {{"1"}, {"R views"}, {"9"}}}, files), "0001 3 | 9");
  EXPECT_EQ(adopted({"t", {{"1"}, {"2"}}}, files, {applied(files[0].migration)}), "0002 | ");
}

TEST(PlanAdoption, TakesEverythingUpToAVersion) {
  const std::vector<ImportedFile> files = {file("1", "1"), file("2", "2"), file("10", "10")};
  EXPECT_EQ(adopted({"t", {}, Version("2")}, files), "1 2 | ");
}

TEST(PlanAdoption, FollowsAHeadToItsAncestors) {
  const std::vector<ImportedFile> files = {file("1", "a"), file("2", "b", {"a"}),
                                           file("3", "c", {"a"}), file("4", "d", {"b"})};
  EXPECT_EQ(adopted({"t", {{"d"}}, {}, true}, files), "1 2 4 | ");
}

TEST(PlanAdoption, RefusesWhatIsHalfDone) {
  EXPECT_EQ(adopted({"t", {{"1"}}, {}, false, {"version 1 is dirty"}}, {file("1", "1")}),
            "in t version 1 is dirty: what of it stands in the database is not known");
}

class ToolTables : public OnSqlite {
 protected:
  /// "table: keys <=up to ~half done" after running the statements.
  std::string told(const Format& format, const std::vector<std::string>& statements) {
    EXPECT_FALSE(format.history(*real).has_value()) << "before there is a table";
    for (const std::string& sql : statements)
      real->execute(sql);
    const auto found = format.history(*real);
    if (!found) return "nothing";
    std::vector<std::string> keys;
    for (const Ran& ran : found->ran)
      keys.push_back(ran.key + (ran.at ? "@" + to_text(*ran.at) : "") +
                     (ran.by.empty() ? "" : " by " + ran.by));
    std::string text = found->table + ": " + join(keys, ", ");
    if (found->all_up_to) text += " <=" + found->all_up_to->text();
    if (found->heads_only) text += " heads";
    if (!found->half_done.empty()) text += " ~" + join(found->half_done, ", ");
    return text;
  }
};

TEST_F(ToolTables, Dbmate) {
  EXPECT_EQ(told(dbmate_format(), {"CREATE TABLE schema_migrations (version varchar(128))",
                                   "INSERT INTO schema_migrations VALUES ('20260101000000')"}),
            "schema_migrations: 20260101000000");
}

TEST_F(ToolTables, GolangMigrate) {
  EXPECT_EQ(
      told(golang_migrate_format(), {"CREATE TABLE schema_migrations (version uint64, dirty bool)",
                                     "INSERT INTO schema_migrations VALUES (12, 0)"}),
      "schema_migrations:  <=12");
  real->execute("UPDATE schema_migrations SET dirty = 1");
  EXPECT_EQ(golang_migrate_format().history(*real)->half_done,
            std::vector<std::string>{"version 12 is dirty"});
}

TEST_F(ToolTables, Goose) {
  EXPECT_EQ(told(goose_format(),
                 {"CREATE TABLE goose_db_version (id integer primary key, version_id integer, "
                  "is_applied integer, tstamp datetime)",
                  "INSERT INTO goose_db_version VALUES (1, 0, 1, NULL), (2, 1, 1, '2026-01-01 "
                  "00:00:00'), (3, 2, 1, NULL), (4, 2, 0, NULL), (5, 3, 1, 'no moment')"}),
            "goose_db_version: 1@2026-01-01T00:00:00Z, 3");
}

TEST_F(ToolTables, Flyway) {
  EXPECT_EQ(
      told(
          flyway_format(),
          {"CREATE TABLE flyway_schema_history (installed_rank int, version text, description "
           "text, type text, script text, success int, installed_by text, installed_on text)",
           "INSERT INTO flyway_schema_history VALUES "
           "(0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '', 1, 'a', NULL),"
           "(1, '1', 'b', 'BASELINE', '', 1, 'anna', NULL), (2, '1.2', 'c', 'SQL', '', 1, 'anna', "
           "NULL), (3, '1.3', 'd', 'SQL', '', 1, 'anna', NULL), (4, '1.3', 'd', 'UNDO_SQL', '', 1, "
           "'anna', NULL), (5, NULL, 'my views', 'SQL', '', 1, 'anna', NULL), (6, '1.4', 'e', "
           "'SQL', '', 0, 'anna', NULL)"}),
      "flyway_schema_history: 1.2 by anna, R my views by anna <=1 ~version 1.4 has failed");
}

TEST_F(ToolTables, Diesel) {
  EXPECT_EQ(told(diesel_format(),
                 {"CREATE TABLE __diesel_schema_migrations (version varchar(50), run_on timestamp)",
                  "INSERT INTO __diesel_schema_migrations VALUES ('00000000000000', '2026-01-01 "
                  "10:00:00')"}),
            "__diesel_schema_migrations: 00000000000000@2026-01-01T10:00:00Z");
}

TEST_F(ToolTables, Prisma) {
  EXPECT_EQ(told(prisma_format(),
                 {"CREATE TABLE _prisma_migrations (migration_name text, finished_at datetime, "
                  "rolled_back_at datetime, started_at datetime)",
                  "INSERT INTO _prisma_migrations VALUES ('1_a', 1767225600000, NULL, 1), ('2_b', "
                  "NULL, 2, 2), ('3_c', NULL, NULL, 3)"}),
            "_prisma_migrations: 1_a ~3_c has failed");
}

TEST_F(ToolTables, Atlas) {
  EXPECT_EQ(told(atlas_format(),
                 {"CREATE TABLE atlas_schema_revisions (version text, type int, applied int, total "
                  "int, executed_at datetime)",
                  "INSERT INTO atlas_schema_revisions VALUES ('1', 1, 0, 0, NULL), ('2', 2, 3, 3, "
                  "NULL), ('3', 2, 1, 3, NULL), ('4', 4, 1, 3, NULL), ('.atlas_cloud_identifier', "
                  "2, 0, 0, NULL)"}),
            "atlas_schema_revisions: 1, 2, 4 <=1 ~version 3 stopped after 1 of 3 statements");
}

TEST_F(ToolTables, Rails) {
  EXPECT_EQ(told(rails_format(), {"CREATE TABLE schema_migrations (version varchar)",
                                  "INSERT INTO schema_migrations VALUES ('9'), ('10')"}),
            "schema_migrations:  <=10");
}

TEST_F(ToolTables, AlembicDjangoAndSqlMigrate) {
  EXPECT_EQ(told(alembic_format(), {"CREATE TABLE alembic_version (version_num text)",
                                    "INSERT INTO alembic_version VALUES ('1a2b')"}),
            "alembic_version: 1a2b heads");
  EXPECT_EQ(told(django_format(),
                 {"CREATE TABLE django_migrations (app text, name text, applied datetime)",
                  "INSERT INTO django_migrations VALUES ('blog', '0001_initial', NULL)"}),
            "django_migrations: blog.0001_initial");
  EXPECT_EQ(told(sql_migrate_format(), {"CREATE TABLE gorp_migrations (id text, applied_at text)",
                                        "INSERT INTO gorp_migrations VALUES ('1_a.sql', NULL)"}),
            "gorp_migrations: 1_a.sql");
}

TEST_F(ToolTables, AdoptingWritesAllRowsOrNone) {
  history->ensure();
  Adoption adoption;
  adoption.rows = {applied(file("1", "1").migration), applied(file("2", "2").migration)};
  history->insert(adoption.rows[1]);
  EXPECT_THROW(adopt(adoption, *real, *history), Error);
  EXPECT_EQ(history->read().size(), 1U);
  history->remove(Version("2"));
  adopt(adoption, *real, *history);
  EXPECT_EQ(history->read().size(), 2U);
}

}  // namespace
}  // namespace covet::migrations::imports
