#include "tests/support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/text_file.h"

namespace covet::tests {
namespace fs = std::filesystem;
namespace {

class GoldenCase : public ::testing::Test {
 public:
  GoldenCase(fs::path file, Rewrite rewrite)
      : file_(std::move(file)), rewrite_(std::move(rewrite)) {}

  void TestBody() override {
    const std::string wanted = read_text(file_);
    const std::string got = print_txtar(rewrite_(parse_txtar(wanted)));
    if (got == wanted) return;
    if (updating_goldens()) {
      write_text(file_, got);
      return;
    }
    ADD_FAILURE() << file_.string() << " (COVET_UPDATE_GOLDEN=1 rewrites it)\n"
                  << line_diff(wanted, got);
  }

 private:
  fs::path file_;
  Rewrite rewrite_;
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

}  // namespace

bool updating_goldens() {
  const char* wish = std::getenv("COVET_UPDATE_GOLDEN");
  return wish != nullptr && std::string_view(wish) == "1";
}

int register_goldens(std::string_view suite, std::string_view folder, const Rewrite& rewrite) {
  const fs::path root = fs::path(COVET_SOURCE_DIR) / folder;
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const fs::path& file : files) {
    const std::string name = fs::relative(file, root).replace_extension().string();
    ::testing::RegisterTest(std::string(suite).c_str(), name.c_str(), nullptr, nullptr, __FILE__,
                            __LINE__, [file, rewrite]() -> ::testing::Test* {
                              return std::make_unique<GoldenCase>(file, rewrite).release();
                            });
  }
  return static_cast<int>(files.size());
}

std::string line_diff(std::string_view wanted, std::string_view got) {
  const std::vector<std::string_view> a = lines_of(wanted);
  const std::vector<std::string_view> b = lines_of(got);
  // Longest common subsequence of the tails, the textbook table: golden files are small.
  std::vector<std::vector<std::size_t>> common(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::vector<std::string> lines;
  std::vector<bool> shown;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    char sign = ' ';
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      lines.push_back(' ' + std::string(a[i]));
      ++i, ++j;
    } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      sign = '-';
      lines.push_back('-' + std::string(a[i++]));
    } else {
      sign = '+';
      lines.push_back('+' + std::string(b[j++]));
    }
    shown.push_back(sign != ' ');
  }
  constexpr std::size_t around = 3;
  std::string text;
  bool gap = false;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const auto first = shown.begin() + static_cast<std::ptrdiff_t>(n - std::min(n, around));
    const auto last =
        shown.begin() + static_cast<std::ptrdiff_t>(std::min(n + around + 1, shown.size()));
    if (std::find(first, last, true) == last) {
      gap = true;
      continue;
    }
    if (gap && !text.empty()) text += " ...\n";
    gap = false;
    text += lines[n] + '\n';
  }
  if (text.empty() && wanted != got) text = "they differ in the last line feed only\n";
  return text;
}

}  // namespace covet::tests
