#include "tests/script/words.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include <fnmatch.h>

namespace covet::tests {
namespace fs = std::filesystem;
namespace {

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Files whose path from `folder` on matches; `*` stops at a slash.
std::vector<std::string> matches(const std::string& pattern, const fs::path& folder) {
  std::vector<std::string> found;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    const std::string path = fs::relative(entry.path(), folder).string();
    if (::fnmatch(pattern.c_str(), path.c_str(), FNM_PATHNAME) == 0) found.push_back(path);
  }
  std::ranges::sort(found);
  return found;
}

class Splitter {
 public:
  Splitter(std::string_view line, const Lookup& lookup, const fs::path& folder)
      : rest_(line), lookup_(lookup), folder_(folder) {}

  std::vector<std::string> split() {
    while (!rest_.empty()) {
      const char c = take();
      if (c == ' ' || c == '\t') {
        end_word();
      } else if (c == '\'') {
        single_quoted();
      } else if (c == '"') {
        double_quoted();
      } else if (c == '$') {
        add(variable());
      } else {
        globs_ |= c == '*' || c == '?';
        add(std::string(1, c));
      }
    }
    end_word();
    return words_;
  }

 private:
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  void add(const std::string& text) {
    word_ += text;
    in_word_ = true;
  }

  void end_word() {
    if (!in_word_) return;
    std::vector<std::string> files;
    if (globs_) files = matches(word_, folder_);
    if (files.empty()) files.push_back(word_);
    words_.insert(words_.end(), files.begin(), files.end());
    word_.clear();
    in_word_ = globs_ = false;
  }

  void single_quoted() {
    add("");
    while (!rest_.empty()) {
      const char c = take();
      if (c != '\'') {
        word_ += c;
      } else if (rest_.starts_with('\'')) {
        word_ += take();
      } else {
        return;
      }
    }
    throw std::runtime_error("a ' is not closed");
  }

  void double_quoted() {
    add("");
    while (!rest_.empty()) {
      const char c = take();
      if (c == '"') return;
      if (c == '$') {
        word_ += variable();
      } else {
        word_ += c;
      }
    }
    throw std::runtime_error("a \" is not closed");
  }

  std::string variable() {
    const bool braces = rest_.starts_with('{');
    if (braces) take();
    std::string name;
    while (!rest_.empty() && in_name(rest_.front()))
      name += take();
    if (braces && (rest_.empty() || take() != '}')) throw std::runtime_error("a ${ is not closed");
    return name.empty() ? "$" : lookup_(name);
  }

  std::string_view rest_;
  const Lookup& lookup_;
  const fs::path& folder_;
  std::vector<std::string> words_;
  std::string word_;
  bool in_word_ = false;
  bool globs_ = false;
};

}  // namespace

std::vector<std::string> split_words(std::string_view line, const Lookup& lookup,
                                     const fs::path& folder) {
  return Splitter(line, lookup, folder).split();
}

}  // namespace covet::tests
