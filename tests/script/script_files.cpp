// What a script does to its folder and its environment.
#include <re2/re2.h>

#include "tests/script/script.h"
#include "tests/script/text.h"
#include "tests/support/text_file.h"

namespace covet::tests {
namespace fs = std::filesystem;

bool Script::run_file_command(const Line& line) {
  if (line.negated || line.exit_code >= 0) return false;
  const std::vector<std::string>& words = line.words;
  const auto at = [&](std::size_t i) { return path(words.at(i)); };
  if (words[0] == "stdin") {
    input_ = content(words.at(1));
  } else if (words[0] == "env") {
    set_environment(line);
  } else if (words[0] == "cp") {
    copy(words);
  } else if (words[0] == "mv") {
    fs::rename(at(1), at(2));
  } else if (words[0] == "rm") {
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (fs::remove_all(at(i)) == 0) fail(words[i] + " does not exist");
    }
  } else if (words[0] == "mkdir") {
    for (std::size_t i = 1; i < words.size(); ++i)
      fs::create_directories(at(i));
  } else if (words[0] == "cd") {
    folder_ = fs::canonical(at(1));
  } else if (words[0] == "sed") {
    substitute(words);
  } else {
    return false;
  }
  return true;
}

void Script::set_environment(const Line& line) {
  for (std::size_t i = 1; i < line.words.size(); ++i) {
    const std::string& word = line.words[i];
    if (word == "-u") {
      environment_.erase(line.words.at(++i));
      continue;
    }
    const auto equals = word.find('=');
    if (equals == std::string::npos) fail("env NAME=VALUE");
    environment_[word.substr(0, equals)] = word.substr(equals + 1);
  }
}

void Script::copy(const std::vector<std::string>& words) {
  if (words.size() < 3) fail("cp A… B");
  const fs::path to = path(words.back());
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    if (fs::is_directory(path(words[i]))) {
      fs::copy(path(words[i]), to, fs::copy_options::recursive);
    } else {
      write_text(fs::is_directory(to) ? to / fs::path(words[i]).filename() : to, content(words[i]));
    }
  }
}

void Script::substitute(const std::vector<std::string>& words) {
  if (words.size() < 3 || words[1].size() < 4 || words[1][0] != 's') fail("sed 's/RE/TEXT/' F…");
  const char delimiter = words[1][1];
  const auto middle = words[1].find(delimiter, 2);
  const auto end = words[1].rfind(delimiter);
  if (middle == std::string::npos || end <= middle) fail("sed 's/RE/TEXT/' F…");
  const RE2 expression(words[1].substr(2, middle - 2), RE2::Quiet);
  if (!expression.ok()) fail(expression.error());
  const std::string text = words[1].substr(middle + 1, end - middle - 1);
  const bool everywhere = words[1].substr(end + 1) == "g";
  for (std::size_t i = 2; i < words.size(); ++i) {
    std::string result;
    bool changed = false;
    each_line(content(words[i]), [&](std::string_view part) {
      std::string changing(part);
      changed |= everywhere ? RE2::GlobalReplace(&changing, expression, text) > 0
                            : RE2::Replace(&changing, expression, text);
      result += changing + "\n";
    });
    if (!changed) fail("nothing in " + words[i] + " matches");
    write_text(path(words[i]), result);
  }
}

}  // namespace covet::tests
