#include "migrations/imports/folder.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/support/temp_dir.h"
#include "tests/support/text_file.h"

namespace covet::migrations::imports {
namespace {

namespace fs = std::filesystem;

TEST(ImportFolder, ReadsTextsAndNamesAndLeavesHiddenOnesAndLinksOut) {
  const tests::TempDir dir;
  fs::create_directories(dir.path() / "a b/ü");
  fs::create_directories(dir.path() / ".git");
  tests::write_text(dir.path() / "a b/ü/1.sql", "\xEF\xBB\xBFSELECT 1;\r\nSELECT 2;\r\n");
  tests::write_text(dir.path() / ".git/2.sql", "x");
  tests::write_text(dir.path() / "3.go", "package x");
  fs::create_symlink(dir.path() / "3.go", dir.path() / "4.sql");
  const Folder folder = read_folder(dir.path());
  ASSERT_EQ(folder.files.size(), 2U);
  EXPECT_EQ(folder.files[0].path, "3.go");
  EXPECT_EQ(folder.files[0].text, "");
  EXPECT_EQ(folder.files[1].path, "a b/ü/1.sql");
  EXPECT_EQ(folder.files[1].text, "SELECT 1;\nSELECT 2;\n");
  EXPECT_EQ(folder.folders(), std::vector<std::string>{"a b"});
  EXPECT_EQ(folder.below("a b").files.front().path, "ü/1.sql");
}

TEST(ImportFolder, TakesOneFileAndRefusesWhatIsNotThere) {
  const tests::TempDir dir;
  tests::write_text(dir.path() / "structure.sql", "SELECT 1;\n");
  const Folder folder = read_folder(dir.path() / "structure.sql");
  ASSERT_EQ(folder.files.size(), 1U);
  EXPECT_EQ(folder.shown(folder.files.front()), (dir.path() / "structure.sql").string());
  EXPECT_THROW(read_folder(dir.path() / "none"), Error);
}

}  // namespace
}  // namespace covet::migrations::imports
