#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

#include "tests/support/temp_dir.h"

namespace covet::tests {

using Environment = std::map<std::string, std::string>;

struct ProcessResult {
  int exit_code = 0;  ///< 128 + signal if a signal ended it, as shells count
  std::string out;
  std::string err;
};

/// A program under way. What it writes goes into files, so that it never waits for its reader.
class Process {
 public:
  /// Starts argv[0], looked for in the PATH of `environment`, in `folder`, with `input` as its
  /// standard input. Throws std::system_error if it can't.
  Process(const std::vector<std::string>& argv, const std::filesystem::path& folder,
          const Environment& environment, const std::string& input);
  Process(Process&&) noexcept = default;
  Process& operator=(Process&&) = delete;

  /// Kills it if nobody waited for its end.
  ~Process();

  /// Waits for its end; once only.
  ProcessResult finish();

 private:
  std::unique_ptr<TempDir> files_;  // null once moved from or finished
  pid_t pid_ = -1;
};

}  // namespace covet::tests
