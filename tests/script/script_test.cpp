#include "tests/script/script.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/golden.h"
#include "tests/support/text_file.h"

namespace covet::tests {
namespace fs = std::filesystem;
namespace {

class ScriptCase : public ::testing::Test {
 public:
  ScriptCase(fs::path file, std::string engine)
      : file_(std::move(file)), engine_(std::move(engine)) {}

  void TestBody() override {
    const std::string text = read_text(file_);
    try {
      Script script(parse_txtar(text), engine_);
      try {
        script.run();
      } catch (const std::exception& error) {
        FAIL() << script.transcript() << "\n"
               << file_.string() << " on " << engine_ << ", " << error.what();
      }
      if (updating_goldens()) write_text(file_, print_txtar(script.updated()));
    } catch (const std::exception& error) {
      FAIL() << file_.string() << " on " << engine_ << ": " << error.what();
    }
  }

 private:
  fs::path file_;
  std::string engine_;
};

/// One case for each file and each engine that it names and this build has.
int register_scripts() {
  const fs::path root = fs::path(COVET_SOURCE_DIR) / "tests/script";
  const std::vector<std::string> built = engines_of_this_build();
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  int count = 0;
  for (const fs::path& file : files) {
    const std::string stem = fs::relative(file, root).replace_extension().string();
    for (const std::string& engine : engines_of_script(parse_txtar(read_text(file)))) {
      if (std::ranges::find(built, engine) == built.end()) continue;
      ::testing::RegisterTest("Script", (stem + "/" + engine).c_str(), nullptr, nullptr, __FILE__,
                              __LINE__, [file, engine]() -> ::testing::Test* {
                                return std::make_unique<ScriptCase>(file, engine).release();
                              });
      ++count;
    }
  }
  return count;
}

const int registered = register_scripts();

TEST(Scripts, AreThere) {
  EXPECT_GT(registered, 0);
}

}  // namespace
}  // namespace covet::tests
