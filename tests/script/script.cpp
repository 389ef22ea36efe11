#include "tests/script/script.h"

#include <cstdlib>

#include "tests/script/text.h"
#include "tests/script/words.h"
#include "tests/support/text_file.h"

namespace covet::tests {
namespace fs = std::filesystem;
namespace {

// What the sanitizers exit with here: no finding of theirs may pass for an error that a script
// expects.
constexpr int sanitizer_exit_code = 99;
constexpr int own_bug_exit_code = 70;

bool crashed(int exit_code) {
  return exit_code == sanitizer_exit_code || exit_code == own_bug_exit_code || exit_code == 134 ||
         exit_code == 136 || exit_code == 139;
}

Environment start_environment(const fs::path& home, const std::string& url) {
  const char* path = std::getenv("PATH");
  const std::string options = "exitcode=" + std::to_string(sanitizer_exit_code);
  return {
      {"PATH", std::string(COVET_BINARY_DIR) + ":" + (path == nullptr ? "/usr/bin:/bin" : path)},
      {"HOME", home.string()},
      {"DATABASE_URL", url},
      {"NO_COLOR", "1"},
      {"LC_ALL", "C.UTF-8"},
      {"TZ", "UTC"},
      {"ASAN_OPTIONS", options},
      {"LSAN_OPTIONS",
       options + ":print_suppressions=0:suppressions=" + COVET_SOURCE_DIR + "/tests/lsan.supp"},
      {"TSAN_OPTIONS", options},
      {"UBSAN_OPTIONS", options + ":print_stacktrace=1"}};
}

}  // namespace

std::vector<std::string> engines_of_script(const Txtar& script) {
  std::vector<std::string> engines;
  each_line(script.comment, [&](std::string_view line) {
    constexpr std::string_view key = "# engines:";
    if (!line.starts_with(key)) return;
    engines = split_words(
        trimmed(line.substr(key.size())), [](const std::string&) { return ""; }, "/");
  });
  if (engines.empty()) engines.push_back("sqlite");
  return engines;
}

Script::Script(const Txtar& archive, const std::string& engine)
    : archive_(archive),
      engine_(engine),
      work_(root_.path() / "work"),
      folder_(work_),
      database_(engine, work_),
      environment_(start_environment(root_.path() / "home", database_.url())) {
  fs::create_directory(work_);
  fs::create_directory(root_.path() / "home");
  for (const Txtar::File& file : archive_.files)
    write_text(work_ / file.name, file.text);
}

void Script::run() {
  int number = 0;
  each_line(archive_.comment, [&](std::string_view line) {
    ++number;
    line = trimmed(line);
    if (line.empty() || line.starts_with('#')) return;
    transcript_ += "> " + std::string(line) + "\n";
    try {
      run_line(line);
    } catch (const std::exception& error) {
      fail("line " + std::to_string(number) + ": " + error.what());
    }
  });
  if (!background_.empty()) wait_for_all();
}

void Script::run_line(std::string_view text) {
  while (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) fail("a [ is not closed");
    if (!condition_holds(text.substr(1, end - 1))) return;
    text = trimmed(text.substr(end + 1));
  }
  const Line line = parse(text);
  if (!run_program(line) && !run_check(line) && !run_file_command(line)) {
    fail("unknown command " + line.words.front());
  }
}

bool Script::condition_holds(std::string_view condition) const {
  const bool negated = condition.starts_with('!');
  if (negated) condition.remove_prefix(1);
  if (condition != "sqlite" && condition != "postgresql" && condition != "mysql") {
    fail("unknown condition " + std::string(condition));
  }
  return (condition == engine_) != negated;
}

Script::Line Script::parse(std::string_view text) const {
  Line line;
  line.words = split_words(
      text, [this](const std::string& name) { return value_of(name); }, folder_);
  std::vector<std::string>& words = line.words;
  if (words.size() > 1 && words[0] == "!") {
    line.negated = true;
    words.erase(words.begin());
  } else if (words.size() > 2 && words[0] == "exit") {
    line.exit_code = std::stoi(words[1]);
    words.erase(words.begin(), words.begin() + 2);
  }
  if (words.size() > 1 && words.back() == "&") {
    line.background = true;
    words.pop_back();
  }
  if (words.empty()) fail("no command");
  return line;
}

bool Script::run_program(const Line& line) {
  const std::string& command = line.words[0];
  if (command == "covet") {
    start(line, line.words);
  } else if (command == "exec") {
    start(line, {line.words.begin() + 1, line.words.end()});
  } else if (command == "wait") {
    wait_for_all();
  } else if (command == "sql") {
    run_sql(line);
  } else {
    return false;
  }
  return true;
}

void Script::start(const Line& line, const std::vector<std::string>& argv) {
  Process process(argv, folder_, environment_, input_);
  input_.clear();
  if (line.background) {
    background_.push_back({line, std::move(process)});
    return;
  }
  last_ = process.finish();
  judge(line, last_);
}

void Script::wait_for_all() {
  last_ = {};
  std::vector<Background> waited = std::move(background_);
  background_.clear();
  for (Background& one : waited) {
    const ProcessResult result = one.process.finish();
    last_.out += result.out;
    last_.err += result.err;
    judge(one.line, result);
  }
}

void Script::judge(const Line& line, const ProcessResult& result) {
  const int code = result.exit_code;
  transcript_ += result.out;
  if (!result.err.empty()) transcript_ += "[stderr]\n" + result.err;
  transcript_ += "[exit " + std::to_string(code) + "]\n";
  if (line.exit_code >= 0) {
    if (code != line.exit_code) {
      fail("exit " + std::to_string(code) + ", wanted " + std::to_string(line.exit_code));
    }
  } else if (line.negated ? code == 0 : code != 0) {
    fail("exit " + std::to_string(code) + (line.negated ? ", wanted another" : ", wanted 0"));
  }
  if (crashed(code) && code != line.exit_code) fail("it crashed");
}

void Script::run_sql(const Line& line) {
  const std::vector<std::string>& words = line.words;
  if (words.size() == 3 && words[1] == "-f") {
    last_ = database_.run(content(words[2]));
  } else if (words.size() == 2) {
    last_ = database_.run(words[1] + "\n;\n");
  } else {
    fail("sql 'STATEMENTS' or sql -f FILE");
  }
  judge(line, last_);
}

std::string Script::content(const std::string& name) const {
  if (name == "stdout") return last_.out;
  if (name == "stderr") return last_.err;
  return read_text(path(name));
}

std::string Script::value_of(const std::string& name) const {
  if (name == "WORK") return work_.string();
  if (name == "ENGINE") return engine_;
  if (name == "SOURCE") return COVET_SOURCE_DIR;
  const auto found = environment_.find(name);
  if (found == environment_.end()) fail("$" + name + " is not set");
  return found->second;
}

std::string Script::expanded(const std::string& text) const {
  std::string result = text;
  for (const char* name : {"WORK", "ENGINE", "DATABASE_URL", "HOME", "SOURCE"}) {
    for (const std::string& spelling : {"${" + std::string(name) + "}", "$" + std::string(name)}) {
      for (auto at = result.find(spelling); at != std::string::npos;
           at = result.find(spelling, at)) {
        const std::string value = value_of(name);
        result.replace(at, spelling.size(), value);
        at += value.size();
      }
    }
  }
  return result;
}

}  // namespace covet::tests
