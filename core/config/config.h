#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/config/tuning.h"

namespace covet::config {

/// Reads an environment variable; nothing in core reads the process's own.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

/// One [env.x] of covet.toml, not expanded yet.
struct EnvironmentSettings {
  std::string name;
  std::string url;  ///< with its ${…}
  std::string scratch_url;
  bool is_protected = false;
  std::optional<std::chrono::milliseconds> connect_timeout;
  std::optional<std::chrono::milliseconds> lock_timeout;
  std::optional<std::chrono::milliseconds> statement_timeout;
  std::optional<std::chrono::milliseconds> command_timeout;
  Tuning tuning{};
  /// How long a migration that could not get a lock is tried again.
  std::optional<std::chrono::milliseconds> lock_retry;
  /// SQLite: whether what writes to the file puts it into WAL mode first; nothing: only a new one.
  std::optional<bool> wal;
  std::optional<bool> rights;  ///< else the project's
  SourceSpan where;
};

/// [audit]: what `covet query --write` and `covet load` log; see core/record/audit.h.
struct AuditSettings {
  std::vector<std::string> models{"*"};
  std::vector<std::string> exclude{};
  std::vector<std::string> masked{};
  std::string who{};  ///< with its ${…}; empty: who runs it
};

/// covet.toml. Paths are relative to `root`, the folder it stands in.
struct Config {
  std::filesystem::path root;
  std::filesystem::path file;  ///< empty: there is none, everything is default
  std::string project;
  std::vector<std::string> schema_globs = {"schema/**/*.toml"};
  std::filesystem::path migrations = "migrations";
  std::vector<std::string> engines;
  std::string default_env = "dev";
  std::vector<std::string>
      schemas;  ///< PostgreSQL schemas under management; empty: the connection's default one
  std::vector<std::string> ignore;  ///< globs of objects covet leaves alone
  std::vector<std::string> only;
  std::string history_table = "covet_migrations";
  bool rights = false;      ///< owners and grants are under management too
  std::string scratch_url;  ///< with its ${…}; environments without one have it as theirs
  std::map<std::string, EnvironmentSettings> environments;
  std::optional<AuditSettings> audit{};
};

/// covet.toml of the folder `start` or of one above it.
std::optional<std::filesystem::path> find_config(const std::filesystem::path& start);

/// Throws Error{config} with every fault of the file (unknown keys with "did you mean", wrong
/// types, bad durations).
Config load_config(const std::filesystem::path& file);
Config parse_config(std::string_view text, const std::string& file_name);

/// Expands ${VAR}, ${VAR:-default}, ${VAR:?message}, ${file:/path} and $$ (a dollar sign). Throws
/// Error{config}.
std::string expand(std::string_view text, const Environment& environment);

/// "500ms", "5s", "2m", "1h", "0". Throws Error{config}.
std::chrono::milliseconds parse_duration(std::string_view text);
std::string format_duration(std::chrono::milliseconds duration);

}  // namespace covet::config
