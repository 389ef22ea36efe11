#include <algorithm>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "cli/command_tree.h"
#include "cli/generate/completions.h"
#include "cli/generate/man.h"
#include "cli/generate/prose.h"
#include "tests/support/golden.h"
#include "tests/support/text_file.h"

namespace covet::cli {
namespace {

namespace fs = std::filesystem;

generate::TreeModel tree_model() {
  Globals globals;
  const CommandTree tree(globals);
  return generate::model_of(tree.root());
}

/// What is checked in is what the tree makes; COVET_UPDATE_GOLDEN=1 writes it.
void expect_fresh(const fs::path& file, const std::string& text) {
  const fs::path path = fs::path(COVET_SOURCE_DIR) / file;
  if (tests::updating_goldens()) return tests::write_text(path, text);
  ASSERT_TRUE(fs::exists(path)) << file;
  EXPECT_EQ(tests::read_text(path), text) << file << " is stale: run with COVET_UPDATE_GOLDEN=1";
}

TEST(Manual, IsFreshAndWhole) {
  std::set<std::string> names{"CMakeLists.txt"};
  for (const generate::Page& page : generate::manual(tree_model())) {
    expect_fresh("man/" + page.file, page.text);
    names.insert(page.file);
  }
  for (const fs::directory_entry& entry :
       fs::directory_iterator(fs::path(COVET_SOURCE_DIR) / "man")) {
    EXPECT_TRUE(names.contains(entry.path().filename().string()))
        << entry.path() << " is of no command";
  }
}

TEST(Completions, AreFresh) {
  const generate::TreeModel tree = tree_model();
  expect_fresh("completions/covet.bash", generate::bash_completions(tree));
  expect_fresh("completions/_covet", generate::zsh_completions(tree));
  expect_fresh("completions/covet.fish", generate::fish_completions(tree));
}

TEST(Prose, IsThereForEveryCommand) {
  for (const generate::CommandModel& command : tree_model().commands) {
    EXPECT_FALSE(generate::prose_of(command.name).text.empty() &&
                 generate::prose_of(command.name).examples.empty())
        << command.name;
  }
}

TEST(TreeModel, HoldsFlagsChoicesAndAliases) {
  const generate::TreeModel tree = tree_model();
  EXPECT_EQ(tree.find("generate"), nullptr);
  ASSERT_NE(tree.find("up"), nullptr);
  EXPECT_EQ(tree.find("up")->name, "migrate");
  const generate::CommandModel& inspect = *tree.find("inspect");
  const auto format =
      std::ranges::find(inspect.options, "--format FORMAT", &generate::OptionModel::display);
  ASSERT_NE(format, inspect.options.end());
  EXPECT_EQ(format->choices, (std::vector<std::string>{"toml", "sql", "json"}));
  EXPECT_EQ(tree.find("completions")->usage(), "covet completions [options] SHELL");
}

}  // namespace
}  // namespace covet::cli
