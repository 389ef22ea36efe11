#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/process.h"

namespace covet::tests {

/// The engines that this build has: of "postgresql", "mysql", "sqlite".
std::vector<std::string> engines_of_this_build();

/// A fresh, empty database on one engine, made and dropped by the engine's own client: PostgreSQL
/// and MySQL on the server that COVET_TEST_<ENGINE>_URL names, SQLite as a file.
class ScriptDatabase {
 public:
  /// `folder` is where an SQLite file goes, which isn't created yet. Throws std::runtime_error with
  /// the reason if the variable isn't set or the server doesn't make one.
  ScriptDatabase(std::string engine, const std::filesystem::path& folder);
  ScriptDatabase(const ScriptDatabase&) = delete;
  ScriptDatabase& operator=(const ScriptDatabase&) = delete;
  ~ScriptDatabase();

  /// As covet takes it.
  const std::string& url() const { return url_; }

  /// Runs SQL through the native client until its first error. Rows come as lines of `|`-separated
  /// values, NULL as NULL, on every engine.
  ProcessResult run(const std::string& sql) const;

 private:
  std::string engine_;
  std::string server_url_;  // the URL from the environment; empty for SQLite
  std::string name_;        // of the database, or the path of the file
  std::string url_;
};

}  // namespace covet::tests
