#include "migrations/tags.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace covet::migrations {
namespace {

Applied row(const std::string& version, const std::string& tags = "") {
  Applied applied;
  applied.version = Version(version);
  applied.tags = tags;
  return applied;
}

TEST(Tags, HaveNamesThatNoVersionHas) {
  for (const std::string name : {"v1", "release/2026-11", "1.0-rc1", "früh"})
    EXPECT_NO_THROW(check_tag_name(name)) << name;
  for (const std::string& name :
       {std::string(), std::string("1.0"), std::string("20260101"), std::string("a b"),
        std::string("a\nb"), std::string("-x"), std::string("\xff"), std::string(101, 'a')}) {
    EXPECT_THROW(check_tag_name(name), Error) << name;
  }
}

TEST(Tags, AreFoundByName) {
  const std::vector<Applied> rows = {row("1", "v1\nfirst"), row("2"), row("3", "v2")};
  const std::vector<Tag> tags = tags_in(rows);
  ASSERT_EQ(tags.size(), 3U);
  EXPECT_EQ(tags[1].name, "first");
  EXPECT_EQ(tags[2].row.version.text(), "3");
  EXPECT_EQ(find_tag(rows, "first").row.version.text(), "1");
  try {
    find_tag(rows, "frist");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::not_found);
    EXPECT_EQ(error.hint(), "did you mean `first`?");
  }
}

TEST(Tags, AreAddedAndTakenAway) {
  Applied applied = row("1");
  add_tag(applied, "a");
  add_tag(applied, "b");
  EXPECT_EQ(applied.tags, "a\nb");
  remove_tag(applied, "a");
  EXPECT_EQ(applied.tags, "b");
  remove_tag(applied, "b");
  EXPECT_EQ(applied.tags, "");
}

}  // namespace
}  // namespace covet::migrations
