#include "cli/file_globs.h"

#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"
#include "tests/support/text_file.h"

namespace covet::cli {
namespace {

namespace fs = std::filesystem;

class FileGlobs : public ::testing::Test {
 protected:
  FileGlobs() {
    for (const char* name : {"a.toml", "b.txt", "x/c.toml", "x/y/d.toml", ".hidden/e.toml"}) {
      fs::create_directories((folder_.path() / name).parent_path());
      tests::write_text(folder_.path() / name, "");
    }
  }
  std::vector<std::string> found(const std::string& pattern) const {
    std::vector<std::string> names;
    for (const fs::path& file : files_matching(folder_.path(), pattern)) {
      names.push_back(file.lexically_relative(folder_.path()).string());
    }
    return names;
  }
  tests::TempDir folder_;
};

using Names = std::vector<std::string>;

TEST_F(FileGlobs, MatchWithinAFolder) {
  EXPECT_EQ(found("*.toml"), Names{"a.toml"});
  EXPECT_EQ(found("./?.txt"), Names{"b.txt"});
  EXPECT_EQ(found("x/*.toml"), Names{"x/c.toml"});
  EXPECT_EQ(found("a.toml"), Names{"a.toml"});
  EXPECT_EQ(found("nothing/*.toml"), Names{});
}

TEST_F(FileGlobs, TwoStarsReachAnyDepth) {
  EXPECT_EQ(found("**/*.toml"), (Names{"a.toml", "x/c.toml", "x/y/d.toml"}));
  EXPECT_EQ(found("x/**/*.toml"), (Names{"x/c.toml", "x/y/d.toml"}));
  EXPECT_EQ(found("**/y/*.toml"), Names{"x/y/d.toml"});
  EXPECT_EQ(found("x/**"), (Names{"x/c.toml", "x/y/d.toml"}));
}

TEST_F(FileGlobs, TakeAbsolutePatterns) {
  EXPECT_EQ(files_matching("/", (folder_.path() / "x" / "*.toml").string()).size(), 1U);
}

}  // namespace
}  // namespace covet::cli
