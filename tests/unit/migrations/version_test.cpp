#include <chrono>

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "migrations/directory.h"
#include "migrations/migration.h"
#include "migrations/migration_file.h"

namespace covet::migrations {
namespace {

TEST(Version, ComparesAsNumbersOfAnyLength) {
  EXPECT_LT(Version("9"), Version("10"));
  EXPECT_LT(Version("1.2"), Version("1.10"));
  EXPECT_LT(Version("1"), Version("1.0"));
  EXPECT_LT(Version(""), Version("1"));
  EXPECT_EQ(Version("007"), Version("7"));
  EXPECT_LT(Version("99999999999999999999"), Version("100000000000000000000"));
  EXPECT_LT(Version("20261120093000"), Version("20261120093001"));
}

TEST(Version, RepeatableOnesComeLast) {
  EXPECT_LT(Version("99999999999999"), Version("R_a"));
  EXPECT_LT(Version("R_a"), Version("R_b"));
  EXPECT_EQ(Version("R_a"), Version("R_a"));
  EXPECT_LT(Version(""), Version("R_a"));
  EXPECT_TRUE(Version("R_a").repeatable());
  EXPECT_FALSE(Version("1").repeatable());
}

TEST(FileName, IsTakenApart) {
  const auto name = parse_file_name("20261120093000_create_posts.sqlite.sql");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->version.text(), "20261120093000");
  EXPECT_EQ(name->name, "create_posts");
  EXPECT_EQ(name->engine, "sqlite");
  EXPECT_EQ(parse_file_name("1.10_x.sql")->version.text(), "1.10");
  EXPECT_EQ(parse_file_name("3_x.sql")->engine, "");
  const auto repeatable = parse_file_name("R_views.mysql.sql");
  ASSERT_TRUE(repeatable);
  EXPECT_EQ(repeatable->version.text(), "R_views");
  EXPECT_EQ(repeatable->name, "views");
  EXPECT_EQ(repeatable->engine, "mysql");
}

TEST(FileName, RefusesWhatIsNone) {
  for (const char* name :
       {"x.sql", "1.sql", "1_.sql", "_x.sql", "1_x.txt", "1_x.My Engine.sql", "1-x.sql", "R_.sql",
        "R.sql", "r_x.sql", "1._x.sql", "1_x.sql.bak", ".sql", ""}) {
    EXPECT_FALSE(parse_file_name(name)) << name;
  }
}

Timestamp at(int year, unsigned month, unsigned day, int seconds) {
  const std::chrono::year_month_day date(std::chrono::year{year}, std::chrono::month{month},
                                         std::chrono::day{day});
  return std::chrono::sys_days(date) + std::chrono::seconds(seconds);
}

TEST(NextVersion, IsNowOrOneSecondAboveTheHighest) {
  const Timestamp now = at(2026, 11, 23, 5 * 3600 + 12 * 60);
  EXPECT_EQ(next_version({}, now).text(), "20261123051200");
  EXPECT_EQ(next_version({Version("20200101000000"), Version("7")}, now).text(), "20261123051200");
  EXPECT_EQ(next_version({Version("20261123051200")}, now).text(), "20261123051201");
  EXPECT_EQ(next_version({Version("20261231235959"), Version("1")}, now).text(), "20270101000000");
  EXPECT_EQ(next_version({Version("99999999999999")}, now).text(), "100000000000000");
  EXPECT_EQ(next_version({Version("99990000000000.9")}, now).text(), "99990000000000.10");
}

TEST(FileSlug, IsWhatATitleLeaves) {
  EXPECT_EQ(file_slug("Add ratings!"), "add_ratings");
  EXPECT_EQ(file_slug("  ../etc/passwd "), "etc_passwd");
  EXPECT_EQ(file_slug("Größe ändern"), "größe_ändern");
  EXPECT_EQ(file_slug(std::string(300, 'a')).size(), 100U);
  try {
    file_slug("?!");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::usage);
  }
}

TEST(Title, HasBlanks) {
  Migration migration;
  migration.name = "create_blog_posts";
  EXPECT_EQ(migration.title(), "create blog posts");
}

}  // namespace
}  // namespace covet::migrations
