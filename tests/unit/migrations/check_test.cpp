#include "migrations/check.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/migrations/support.h"

namespace covet::migrations {
namespace {

Migration file(const std::string& name, const std::string& parent = "") {
  return read(name,
              (parent.empty() ? "" : "-- covet:parent " + parent + "\n") + "-- covet:up\nA;\n");
}

/// "CV221 at 3_c.sql:1: message", one a line.
std::string faults(const std::vector<Migration>& files,
                   const std::vector<Version>& elsewhere = {}) {
  std::string text;
  for (const Diagnostic& fault : check_chain(Chain(files), elsewhere)) {
    text += fault.code + " at " + fault.where.file;
    if (fault.where.line > 0) text += ":" + std::to_string(fault.where.line);
    text += ": " + fault.message + "\n";
  }
  return text;
}

TEST(CheckChain, TakesFilesInOneLine) {
  EXPECT_EQ(faults({}), "");
  EXPECT_EQ(faults({file("1_a", "none"), file("2_b", "1"), file("3_c", "2")}), "");
  EXPECT_EQ(faults({file("1_a"), file("2_b"), file("3_c")}), "");
  EXPECT_EQ(faults({file("1_a"), file("2_b", "1"), file("3_c")}), "");
}

TEST(CheckChain, FindsTwoHeadsAndDrawsThem) {
  const std::vector<Migration> files = {file("1_create_posts", "none"), file("2_add_ratings", "1"),
                                        file("3_reply", "1"), file("4_more_ratings", "2")};
  EXPECT_EQ(faults(files), "CV221 at 3_reply.sql:1: `2` and `3` both follow `1`\n");
  const auto found = check_chain(Chain(files), {});
  ASSERT_EQ(found.size(), 1U);
  ASSERT_EQ(found[0].notes.size(), 1U);
  EXPECT_EQ(found[0].notes[0],
            "1 create posts\n"
            "|- 2 add ratings\n"
            "|  4 more ratings\n"
            "`- 3 reply");
  EXPECT_NE(found[0].help.find("covet rebase"), std::string::npos);
  EXPECT_NE(found[0].help.find("`-- covet:parent 4`"), std::string::npos);
}

TEST(CheckChain, TakesTheVersionBeforeForAParentThatIsNotSaid) {
  EXPECT_EQ(faults({file("1_a"), file("2_b"), file("3_c", "1")}),
            "CV221 at 3_c.sql:1: `2` and `3` both follow `1`\n");
  EXPECT_EQ(faults({file("1_a", "none"), file("2_b", "none")}),
            "CV221 at 2_b.sql:1: `1` and `2` are both the first\n");
}

TEST(CheckChain, FindsAParentThatNoFileIs) {
  EXPECT_EQ(faults({file("1_a"), file("3_c", "2")}),
            "CV222 at 3_c.sql:1: `3` follows `2`, which no file is\n");
  EXPECT_EQ(faults({file("1_a"), file("3_c", "2")}, {Version("2")}), "");
}

TEST(CheckChain, FindsCirclesOnce) {
  EXPECT_EQ(faults({file("1_a", "1")}), "CV223 at 1_a.sql:1: `1` is its own parent\n");
  EXPECT_EQ(faults({file("1_a", "3"), file("2_b", "1"), file("3_c", "2"), file("4_d", "3")}),
            "CV223 at 2_b.sql:1: the parents of 3 files go in a circle\n");
}

TEST(CheckChain, FindsAVersionBelowItsParents) {
  EXPECT_EQ(faults({file("1_a"), file("2_b", "3"), file("3_c", "1")}),
            "CV224 at 2_b.sql:1: `2` is lower than `3`, which it follows\n");
}

TEST(CheckChain, TakesTheFilesOfSeveralEnginesForOneVersion) {
  EXPECT_EQ(faults({file("1_a"), file("2_b", "1"), file("1_a"), file("2_b", "1")}), "");
}

std::string history_faults(const std::vector<Migration>& files, const std::vector<Applied>& rows) {
  const auto lines = stand(files, rows);
  std::string text;
  for (const Diagnostic& fault : check_history(lines))
    text += fault.code + ": " + fault.message + "\n";
  return text;
}

TEST(CheckHistory, TellsWhatMigrateWouldStumbleOver) {
  const std::vector<Migration> files = {file("1_a"), file("2_b", "1"), file("3_c", "2")};
  EXPECT_EQ(history_faults(files, {}), "");
  EXPECT_EQ(history_faults(files, {applied(files[0]), applied(files[1])}), "");

  Applied edited = applied(files[0]);
  edited.checksum = "sha256:other";
  EXPECT_EQ(history_faults(files, {edited}), "CV210: `1` was applied and has been edited since\n");

  EXPECT_EQ(history_faults({files[1], files[2]}, {applied(files[0]), applied(files[1])}),
            "CV225: 1 a is applied but has no file\n");

  EXPECT_EQ(history_faults(files, {applied(files[0], State::applying)}),
            "CV227: 1 a is partly applied: 0 of 1 statement\n");
}

TEST(CheckHistory, LeavesALateVersionThatWasKnown) {
  const std::vector<Migration> late = {file("1_a"), file("2_b", "1"), file("3_c", "1")};
  EXPECT_EQ(history_faults(late, {applied(late[0]), applied(late[2])}),
            "CV226: 2 b is pending, and older than `3`, which is applied\n");
  const std::vector<Migration> known = {file("1_a"), file("2_b", "3"), file("3_c", "1")};
  EXPECT_EQ(history_faults(known, {applied(known[0]), applied(known[2])}), "");
}

}  // namespace
}  // namespace covet::migrations
