#include "tests/corpus/cases.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "core/base/strings.h"
#include "tests/support/text_file.h"

namespace covet::tests {
namespace {

namespace fs = std::filesystem;

std::string slug(std::string_view title) {
  std::string text;
  for (const char c : title)
    text += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return text;
}

}  // namespace

bool is_meant_for(const Txtar& given, std::string_view vendor, int major) {
  const auto* only = given.find("only");
  if (only != nullptr && !equals_ignoring_case(trim(only->text), vendor)) return false;
  const auto* from = given.find("from");
  return from == nullptr || major >= std::stoi(from->text);
}

std::vector<CorpusText> corpus_of(const std::string& engine) {
  std::vector<CorpusText> cases;
  const fs::path folder = fs::path(COVET_SOURCE_DIR) / "tests/corpus" / engine;
  if (!fs::exists(folder)) return cases;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const fs::path& file : files) {
    const std::string text = "\n" + read_text(file);
    constexpr std::string_view mark = "\n== ";
    for (std::size_t at = text.find(mark); at != std::string::npos;) {
      const std::size_t next = text.find(mark, at + 1);
      const std::string one = text.substr(at + mark.size(), next - at - mark.size());
      const std::size_t line = one.find('\n');
      cases.push_back(
          {file.stem().string(), slug(one.substr(0, line)), parse_txtar(one.substr(line + 1))});
      at = next;
    }
  }
  return cases;
}

}  // namespace covet::tests
