// What a script claims about outputs and files.
#include <re2/re2.h>

#include "tests/script/script.h"
#include "tests/script/text.h"
#include "tests/support/golden.h"

namespace covet::tests {
namespace fs = std::filesystem;

bool Script::run_check(const Line& line) {
  const std::string& command = line.words[0];
  if (command == "stdout") {
    match(line, last_.out);
  } else if (command == "stderr") {
    match(line, last_.err);
  } else if (command == "cmp" || command == "cmpenv") {
    compare(line, command == "cmpenv");
  } else if (command == "exists") {
    for (std::size_t i = 1; i < line.words.size(); ++i) {
      if (fs::exists(fs::symlink_status(path(line.words[i]))) == line.negated) {
        fail(line.words[i] + (line.negated ? " exists" : " does not exist"));
      }
    }
  } else {
    return false;
  }
  return true;
}

void Script::match(const Line& line, const std::string& output) const {
  std::vector<std::string> words(line.words.begin() + 1, line.words.end());
  int wanted = -1;
  if (!words.empty() && words[0].starts_with("-count=")) {
    wanted = std::stoi(words[0].substr(7));
    words.erase(words.begin());
  }
  if (words.size() != 1) fail("one regular expression, please");
  const RE2 expression("(?m)" + words[0], RE2::Quiet);
  if (!expression.ok()) fail(words[0] + ": " + expression.error());
  int count = 0;
  re2::StringPiece text(output);
  re2::StringPiece found;
  std::size_t from = 0;
  while (from <= text.size() &&
         expression.Match(text, from, text.size(), RE2::UNANCHORED, &found, 1)) {
    ++count;
    const auto end = static_cast<std::size_t>(found.data() - text.data()) + found.size();
    from = found.empty() ? end + 1 : end;
  }
  if (wanted >= 0 ? count != wanted : (count > 0) == line.negated) {
    fail(words[0] + " matches " + std::to_string(count) + " times");
  }
}

void Script::compare(const Line& line, bool expand) {
  if (line.words.size() != 3) fail("cmp A B");
  const std::string got = content(line.words[1]);
  const std::string& wanted_name = line.words[2];
  std::string wanted = content(wanted_name);
  if (expand) wanted = expanded(wanted);
  if (line.negated) {
    if (got == wanted) fail("they are equal");
    return;
  }
  if (got == wanted) return;
  if (!expand && updating_goldens() && archive_.find(wanted_name) != nullptr) {
    archive_.set(wanted_name, got);
    return;
  }
  fail(line.words[1] + " is not as " + wanted_name + ":\n" + line_diff(wanted, got));
}

}  // namespace covet::tests
