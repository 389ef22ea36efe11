#include "tests/support/txtar.h"

#include <gtest/gtest.h>

#include "tests/support/golden.h"

namespace covet::tests {
namespace {

TEST(Txtar, SplitsCommentAndFiles) {
  const Txtar archive =
      parse_txtar("hello\n-- a.txt --\none\ntwo\n-- empty --\n-- dir/b --\nthree");
  EXPECT_EQ(archive.comment, "hello\n");
  EXPECT_EQ(archive.files, (std::vector<Txtar::File>{
                               {"a.txt", "one\ntwo\n"}, {"empty", ""}, {"dir/b", "three\n"}}));
}

TEST(Txtar, TakesOnlyWholeMarkerLines) {
  const Txtar archive =
      parse_txtar("-- x\n --  y --\n-- --\n--  z  --\n-- comment of SQL -- more\n");
  ASSERT_EQ(archive.files.size(), 1U);
  EXPECT_EQ(archive.files[0].name, "z");
  EXPECT_EQ(archive.files[0].text, "-- comment of SQL -- more\n");
}

TEST(Txtar, PrintGivesTheTextBack) {
  for (const char* text :
       {"", "only a comment\n", "-- a --\n", "c\n\n-- a --\n\nx\n-- b --\ny\n"}) {
    EXPECT_EQ(print_txtar(parse_txtar(text)), text);
  }
}

TEST(Txtar, SetReplacesOrAdds) {
  Txtar archive = parse_txtar("-- a --\n1\n");
  archive.set("a", "2");
  archive.set("b", "3\n");
  EXPECT_EQ(print_txtar(archive), "-- a --\n2\n-- b --\n3\n");
  EXPECT_EQ(archive.text("b"), "3\n");
  EXPECT_THROW(archive.text("c"), std::out_of_range);
}

TEST(LineDiff, ShowsWhatDiffersAndTheLinesAround) {
  EXPECT_EQ(line_diff("a\nb\n", "a\nb\n"), "");
  EXPECT_EQ(line_diff("1\n2\n3\n4\n5\nb\n6\n", "1\n2\n3\n4\n5\nc\n6\n"),
            " 3\n 4\n 5\n-b\n+c\n 6\n");
  EXPECT_EQ(line_diff("a\n", "a"), "they differ in the last line feed only\n");
}

}  // namespace
}  // namespace covet::tests
