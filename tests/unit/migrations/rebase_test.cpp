#include "migrations/rebase.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "migrations/check.h"
#include "tests/unit/migrations/support.h"

namespace covet::migrations {
namespace {

Migration file(const std::string& name, const std::string& parent = "",
               const std::string& sql = "A") {
  return read(name, (parent.empty() ? "" : "-- covet:parent " + parent + "\n") + "-- covet:up\n" +
                        sql + ";\n");
}

/// The first new version is n0, the next n1.
constexpr Timestamp beginning{};
std::string shown(const Version& version) {
  constexpr std::string_view stamp = "1970010100000";
  const std::string& text = version.text();
  return text.starts_with(stamp) ? "n" + text.substr(stamp.size()) : text;
}

std::vector<Version> versions_of(const std::vector<Migration>& files) {
  std::vector<Version> versions;
  for (const Migration& migration : files)
    versions.push_back(migration.version);
  return versions;
}

/// "3>n0(4)": version 3 becomes a new one and follows 4.
std::string plan(const std::vector<Migration>& files, const std::vector<Applied>& rows = {},
                 const RebaseRequest& request = {}) {
  const Chain chain(files);
  try {
    std::vector<std::string> parts;
    for (const Rebased& rebased :
         plan_rebase(chain, stand(files, rows), request, versions_of(files), beginning)) {
      parts.push_back(rebased.link->version.text() + ">" + shown(rebased.version) + "(" +
                      shown(rebased.parent) + ")");
    }
    return join(parts, " ");
  } catch (const Error& error) {
    return std::string(name_of(error.code())) + ": " + error.message();
  }
}

TEST(PlanRebase, LeavesOneLineAlone) {
  EXPECT_EQ(plan({}), "");
  EXPECT_EQ(plan({file("1_a", "none"), file("2_b", "1")}), "");
  EXPECT_EQ(plan({file("1_a"), file("2_b"), file("3_c")}), "");
  // What came before 2 was taken out of the folder.
  EXPECT_EQ(plan({file("2_b", "1"), file("3_c", "2")}), "");
}

TEST(PlanRebase, PutsTheBranchThatWasWrittenLaterBehind) {
  const std::vector<Migration> files = {file("1_a", "none"), file("2_b", "1"), file("3_c", "1"),
                                        file("4_d", "3"), file("5_e", "2")};
  EXPECT_EQ(plan(files), "3>n0(5) 4>n1(n0)");
  EXPECT_EQ(plan(files, {}, {.onto = Version("4")}), "2>n0(4) 5>n1(n0)");
}

TEST(PlanRebase, LeavesWhatIsApplied) {
  const std::vector<Migration> files = {file("1_a", "none"), file("2_b", "1"), file("3_c", "1")};
  EXPECT_EQ(plan(files, {applied(files[0]), applied(files[2])}), "2>n0(3)");
  EXPECT_EQ(plan(files, {applied(files[0]), applied(files[1]), applied(files[2])}),
            "refused: 3 c is applied: a version that a database knows must stay");
}

TEST(PlanRebase, MovesLateVersions) {
  const std::vector<Migration> files = {file("1_a"), file("2_b"), file("3_c")};
  EXPECT_EQ(plan(files, {applied(files[0]), applied(files[2])}), "2>n0(3)");
  // 3 says that it follows 2: what is applied stays, and gets another parent.
  const std::vector<Migration> said = {file("1_a"), file("2_b", "1"), file("3_c", "2")};
  EXPECT_EQ(plan(said, {applied(said[0]), applied(said[2])}), "3>3(1) 2>n0(3)");
}

TEST(PlanRebase, MovesNamedFilesWithWhatFollowsThem) {
  const std::vector<Migration> files = {file("1_a", "none"), file("2_b", "1"), file("3_c", "2"),
                                        file("4_d")};
  EXPECT_EQ(plan(files, {}, {.move = {Version("2")}}), "2>n0(4) 3>n1(n0)");
  EXPECT_EQ(plan(files, {}, {.move = {Version("7")}}), "not_found: no migration has version 7");
  EXPECT_EQ(plan(files, {applied(files[0]), applied(files[1])}, {.move = {Version("2")}}),
            "refused: 2 b is applied: a version that a database knows must stay");
}

TEST(PlanRebase, MendsWhatCheckFinds) {
  const std::vector<std::vector<Migration>> broken = {
      {file("1_a", "3"), file("2_b", "1"), file("3_c", "2"), file("4_d", "3")},
      {file("1_a"), file("2_b", "3"), file("3_c", "1")},
      {file("1_a"), file("3_c", "2")},
      {file("1_a", "none"), file("2_b", "none"), file("3_c", "1"), file("4_d", "1")},
  };
  for (const std::vector<Migration>& files : broken) {
    const Chain chain(files);
    ASSERT_FALSE(check_chain(chain, {}).empty());
    std::vector<Migration> mended = files;
    for (const Rebased& rebased : plan_rebase(chain, {}, {}, versions_of(files), beginning)) {
      Migration& migration =
          mended[static_cast<std::size_t>(rebased.link->files[0] - files.data())];
      migration.version = rebased.version;
      migration.parent = rebased.parent;
    }
    EXPECT_EQ(check_chain(Chain(mended), {}).size(), 0U) << files[0].parent->text();
  }
}

TEST(WithParent, ChangesTheLineAndNothingElse) {
  const std::string text =
      "\xEF\xBB\xBF-- a comment\r\n  -- covet:parent   12  \r\n-- covet:up\r\nA;\r\n-- end";
  const Migration migration = read("13_a", text);
  EXPECT_EQ(with_parent(migration, text, Version("14")),
            "\xEF\xBB\xBF-- a comment\r\n  -- covet:parent 14  \r\n-- covet:up\r\nA;\r\n-- end");
  EXPECT_EQ(with_parent(migration, text, Version()),
            "\xEF\xBB\xBF-- a comment\r\n  -- covet:parent none  \r\n-- covet:up\r\nA;\r\n-- end");
  EXPECT_EQ(with_parent(read("13_a", "A;"), "A;", Version("14")), "A;");
}

std::string touched(const std::string& sql) {
  const auto objects = touched_objects(read("1_a", sql), tests::sqlite_rules());
  return join(std::vector<std::string>(objects.begin(), objects.end()), " ");
}

TEST(TouchedObjects, AreThoseThatAStatementChanges) {
  EXPECT_EQ(touched("CREATE TABLE IF NOT EXISTS a.Users (id int REFERENCES other (id));"), "users");
  EXPECT_EQ(touched("ALTER TABLE \"users\" ADD COLUMN x int;"), "users");
  EXPECT_EQ(touched("CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY users (x);"), "users");
  EXPECT_EQ(touched("INSERT INTO users SELECT * FROM others;"), "users");
  EXPECT_EQ(touched("DELETE FROM users;"), "users");
  EXPECT_EQ(touched("UPDATE users SET x = (SELECT 1 FROM others);"), "users");
  EXPECT_EQ(touched("CREATE OR REPLACE VIEW v AS SELECT * FROM users;"), "v");
  EXPECT_EQ(touched("CREATE TRIGGER t AFTER UPDATE ON users BEGIN SELECT 1; END;"), "users");
  EXPECT_EQ(touched("DROP TABLE a;\nDROP VIEW b;"), "a b");
  EXPECT_EQ(touched("SELECT 1;"), "");
}

TEST(Overlaps, NamesFilesThatDidNotKnowOfEachOther) {
  const std::vector<Migration> files = {file("1_a", "none", "CREATE TABLE users (id int)"),
                                        file("2_b", "1", "ALTER TABLE users ADD COLUMN b int"),
                                        file("3_c", "1", "ALTER TABLE users ADD COLUMN c int"),
                                        file("4_d", "3", "ALTER TABLE users ADD COLUMN d int")};
  const Chain chain(files);
  const auto plan = plan_rebase(chain, {}, {}, versions_of(files), beginning);
  std::string text;
  for (const Overlap& overlap : overlaps(chain, plan, files, tests::sqlite_rules())) {
    text += overlap.moved->version.text() + "/" + overlap.other->version.text() + " " +
            join(overlap.objects, ",") + ";";
  }
  EXPECT_EQ(text, "3/2 users;4/2 users;");
}

}  // namespace
}  // namespace covet::migrations
