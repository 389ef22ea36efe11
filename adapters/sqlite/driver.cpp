#include "adapters/sqlite/driver.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fmt/core.h>
#include <sqlite3.h>
#include <unistd.h>

#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/errors.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/config/config.h"

namespace covet::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds default_busy_timeout{30'000};

struct Target {
  std::string path;
  std::string cache;
  bool memory = false;
  bool read_only = false;
  bool create = true;
  std::optional<bool> wal;
  std::chrono::milliseconds busy_timeout = default_busy_timeout;
};

Error bad_parameter(std::string_view key, std::string_view value, std::string_view allowed) {
  return Error(Errc::config,
               fmt::format("the URL's parameter {} can't be `{}` on SQLite", key, value),
               fmt::format("write {}={}", key, allowed));
}

void set_mode(Target& target, const std::string& mode) {
  if (mode == "ro") {
    target.read_only = true;
  } else if (mode == "rw") {
    target.create = false;
  } else if (mode != "rwc" && mode != "memory") {
    throw bad_parameter("mode", mode, "ro, rw, rwc or memory");
  }
}

std::chrono::milliseconds duration_of(const std::string& text) {
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  return config::parse_duration(digits ? text + "ms" : text);
}

bool flag_of(std::string_view key, const std::string& text) {
  if (text == "true" || text == "1" || text == "on") return true;
  if (text == "false" || text == "0" || text == "off") return false;
  throw bad_parameter(key, text, "true or false");
}

void set_parameters(Target& target, Url url) {
  if (const auto mode = url.take("mode")) set_mode(target, *mode);
  if (const auto cache = url.take("cache")) {
    if (*cache != "shared" && *cache != "private")
      throw bad_parameter("cache", *cache, "shared or private");
    target.cache = *cache;
  }
  if (const auto timeout = url.take("busy_timeout")) target.busy_timeout = duration_of(*timeout);
  if (const auto wal = url.take("wal")) target.wal = flag_of("wal", *wal);
  if (url.params.empty()) return;
  const std::array<std::string, 4> known{"mode", "cache", "busy_timeout", "wal"};
  const std::string& unknown = url.params.begin()->first;
  std::string hint = did_you_mean(unknown, known);
  if (hint.empty()) hint = "SQLite knows mode, cache, busy_timeout and wal";
  throw Error(Errc::config, fmt::format("unknown parameter `{}` in the database URL", unknown),
              hint);
}

Target target_of(const Url& url, const ConnectOptions& options) {
  Target target;
  target.path = url.database;
  if (!url.host.empty()) {
    throw Error(
        Errc::config, fmt::format("a SQLite URL has no host, but this one says `{}`", url.host),
        "write sqlite:file.db for a path from here, sqlite:///path/file.db for an absolute one");
  }
  if (target.path.empty()) {
    throw Error(Errc::config, "the SQLite URL names no file",
                "write sqlite:file.db or sqlite::memory:");
  }
  target.memory = is_in_memory(url);
  target.read_only = options.access == Access::read_only;
  set_parameters(target, url);
  if (options.lock_timeout.count() > 0) target.busy_timeout = options.lock_timeout;
  return target;
}

/// SQLite's URI form: everything but plain path characters percent-encoded.
std::string uri(const Target& target, std::string_view query) {
  std::string text = "file:";
  for (const char c : target.path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '.' || c == '_' || c == '-';
    text += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  text += fmt::format("?{}", query);
  if (!target.cache.empty()) text += "&cache=" + target.cache;
  return text;
}

Database open(const std::string& uri_text, int flags, const Target& target) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(
      uri_text.c_str(), &raw, flags | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX,
      nullptr);
  Database database(raw);
  if (code != SQLITE_OK) {
    throw open_error(raw, code, target.path);
  }
  return database;
}

/// Reads the first page: only then does SQLite look at the file. Returns its code.
int touch(sqlite3* db) {
  return sqlite3_exec(db, "PRAGMA schema_version", nullptr, nullptr, nullptr);
}

Database open_to_read(const Target& target) {
  Database database = open(uri(target, "mode=ro"), SQLITE_OPEN_READONLY, target);
  const int code = touch(database.get());
  if (code == SQLITE_OK) return database;
  // A WAL database wants to write its side files, even to read. Where the folder forbids it, nobody
  // else can write either.
  const int kind = code & 0xff;
  if (kind == SQLITE_CANTOPEN || kind == SQLITE_READONLY) {
    Database immutable = open(uri(target, "mode=ro&immutable=1"), SQLITE_OPEN_READONLY, target);
    if (touch(immutable.get()) == SQLITE_OK) return immutable;
  }
  throw open_error(database.get(), code, target.path);
}

Database open_in_memory(const Target& target) {
  const bool named = target.path != ":memory:" && target.memory;
  return open(named ? uri(target, "mode=memory") : "file::memory:",
              SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, target);
}

void make_folder(const Target& target) {
  const fs::path folder = fs::path(target.path).parent_path();
  std::error_code code;
  if (folder.empty() || fs::exists(folder, code)) return;
  fs::create_directories(folder, code);
  if (code) {
    throw Error(Errc::connection,
                fmt::format("can't make the folder {} for the database: {}", folder.string(),
                            code.message()),
                "see who may write there, or name another file in the URL");
  }
}

/// SQLite would open the file to read, make its side files as little writable as that, and leave
/// them there.
void require_writable(const Target& target) {
  if (::access(target.path.c_str(), W_OK) == 0) return;
  const int cause = errno;
  throw Error(Errc::read_only,
              fmt::format("can't write to {}: {}", target.path, std::strerror(cause)),
              "see who may write to the file, or name another one in the URL");
}

Database open_to_write(const Target& target, bool fresh) {
  if (fresh && target.create) make_folder(target);
  if (!fresh) require_writable(target);
  const int flags = SQLITE_OPEN_READWRITE | (target.create ? SQLITE_OPEN_CREATE : 0);
  Database database = open(uri(target, target.create ? "mode=rwc" : "mode=rw"), flags, target);
  sqlite3_busy_timeout(database.get(), static_cast<int>(target.busy_timeout.count()));
  if (const int code = touch(database.get()); code != SQLITE_OK) {
    throw open_error(database.get(), code, target.path);
  }
  return database;
}

/// Not asked for, it is left where another process is at work in the file already: changing it
/// doesn't wait for anybody.
void set_wal(Connection& connection, bool asked_for) {
  try {
    connection.fetch_all("PRAGMA journal_mode = WAL");
  } catch (const Error& error) {
    if (asked_for || error.code() != Errc::lock_timeout) throw;
  }
}

}  // namespace

std::unique_ptr<Connection> SqliteDriver::connect(const Url& url,
                                                  const ConnectOptions& options) const {
  const Target target = target_of(url, options);
  std::error_code code;
  // A path that may not be looked at is no missing file: opening it says why.
  const bool missing = !target.memory && !fs::exists(target.path, code) && !code;
  const bool fresh = !target.memory && (missing || (fs::is_regular_file(target.path, code) &&
                                                    fs::file_size(target.path, code) == 0));
  const bool in_memory = target.memory || (target.read_only && missing);
  Database database = in_memory          ? open_in_memory(target)
                      : target.read_only ? open_to_read(target)
                                         : open_to_write(target, fresh);
  sqlite3* db = database.get();
  // A mistyped name in double quotes is an error, not a string; what a stored schema says this way
  // stays readable.
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  auto connection = std::make_unique<SqliteConnection>(
      std::move(database), target.memory ? ":memory:" : target.path, target.busy_timeout);
  connection->set_timeouts(options.statement_timeout, options.lock_timeout);
  const bool to_wal = target.wal.value_or(fresh && target.create);
  if (to_wal && !in_memory && !target.read_only) set_wal(*connection, target.wal.has_value());
  connection->execute("PRAGMA foreign_keys = ON");
  if (target.read_only) connection->execute("PRAGMA query_only = ON");
  return connection;
}

bool is_in_memory(const Url& url) {
  const auto mode = url.params.find("mode");
  return url.database == ":memory:" || (mode != url.params.end() && mode->second == "memory");
}

const SqliteDriver& driver() {
  static const SqliteDriver instance;
  return instance;
}

}  // namespace covet::sqlite
