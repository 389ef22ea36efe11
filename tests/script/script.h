#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/script/engine.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"
#include "tests/support/txtar.h"

namespace covet::tests {

/// The engines that a script names in its line `# engines:`; "sqlite" without one.
std::vector<std::string> engines_of_script(const Txtar& script);

/// One run of one script on one engine; README.md beside this says what a script may do.
class Script {
 public:
  /// Makes the folder and the database.
  Script(const Txtar& archive, const std::string& engine);

  /// Runs it all. Throws std::runtime_error with the reason at the first line that fails.
  void run();

  /// All that happened until now: lines, exit codes, outputs.
  const std::string& transcript() const { return transcript_; }

  /// The archive, with what `cmp` compares with as it came out; for COVET_UPDATE_GOLDEN.
  const Txtar& updated() const { return archive_; }

 private:
  struct Line {
    bool negated = false;
    int exit_code = -1;  // the one wanted, or -1
    bool background = false;
    std::vector<std::string> words;
  };
  struct Background {
    Line line;
    Process process;
  };

  void run_line(std::string_view text);
  bool condition_holds(std::string_view condition) const;
  Line parse(std::string_view text) const;
  bool run_program(const Line& line);
  bool run_file_command(const Line& line);
  bool run_check(const Line& line);

  void start(const Line& line, const std::vector<std::string>& argv);
  void wait_for_all();
  void judge(const Line& line, const ProcessResult& result);
  void run_sql(const Line& line);
  void set_environment(const Line& line);
  void copy(const std::vector<std::string>& words);
  void substitute(const std::vector<std::string>& words);
  void match(const Line& line, const std::string& output) const;
  void compare(const Line& line, bool expand);

  std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  std::string content(const std::string& name) const;
  std::string value_of(const std::string& name) const;
  std::string expanded(const std::string& text) const;

  Txtar archive_;
  std::string engine_;
  TempDir root_;
  std::filesystem::path work_;
  std::filesystem::path folder_;
  ScriptDatabase database_;
  Environment environment_;
  std::string input_;
  ProcessResult last_;
  std::vector<Background> background_;
  std::string transcript_;
};

}  // namespace covet::tests
