#include "adapters/postgresql/lock.h"

#include <charconv>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/connection.h"
#include "core/base/sha256.h"

namespace covet::postgresql {
namespace {

/// The key of an advisory lock; the server keeps those of different databases apart by itself.
std::int64_t key_of(const std::string& database, const std::string& history_table) {
  const std::string hash = sha256_hex(database + '\0' + history_table);
  std::int64_t key = 0;
  std::from_chars(hash.data(), hash.data() + 15, key, 16);
  return key;
}

/// The row of pg_locks that stands for the key.
constexpr std::string_view this_lock =
    "l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted"
    " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND (l.classid::bigint << 32) | l.objid::bigint = $1";

class PostgresqlLock final : public schema::Lock {
 public:
  PostgresqlLock(std::unique_ptr<Connection> connection, std::int64_t key)
      : connection_(std::move(connection)), key_(key) {}

  ~PostgresqlLock() override {
    try {
      connection_->query(Statement{"SELECT pg_advisory_unlock($1)", {key_}});
    } catch (const Error&) {
      // The session is gone, and the lock with it.
      static_cast<void>(0);
    }
  }
  PostgresqlLock(const PostgresqlLock&) = delete;
  PostgresqlLock& operator=(const PostgresqlLock&) = delete;

  void check() override {
    const Rows rows =
        connection_->query(Statement{fmt::format("SELECT count(*) AS held FROM pg_locks l"
                                                 " WHERE l.pid = pg_backend_pid() AND {}",
                                                 this_lock),
                                     {key_}});
    if (rows.at(0).integer("held") > 0) return;
    throw Error(Errc::connection, "the migration lock is no longer held",
                "its session was ended; run the command again");
  }

 private:
  std::unique_ptr<Connection> connection_;
  std::int64_t key_;
};

std::optional<schema::LockHolder> holder_of(Connection& connection, std::int64_t key) {
  const Rows rows = connection.query(Statement{
      fmt::format("SELECT a.pid, coalesce(a.usename, '') AS role, a.application_name,"
                  " coalesce(host(a.client_addr), 'this machine') AS host,"
                  " to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS since"
                  " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE {} LIMIT 1",
                  this_lock),
      {key}});
  if (rows.empty()) return std::nullopt;
  const Row& row = rows.front();
  std::string program = row.text("application_name");
  if (program.empty()) program = "a program without a name";
  return schema::LockHolder{
      .description = fmt::format("session {} of {} on {} ({}), since {} UTC", row.integer("pid"),
                                 row.text("role"), row.text("host"), program, row.text("since"))};
}

class PostgresqlLocker final : public schema::Locker {
 public:
  schema::LockAttempt try_lock(const Url& url, const ConnectOptions& options,
                               const std::string& history_table) const override {
    ConnectOptions own = options;
    own.application_name = "covet migrate";
    own.access = Access::read_write;
    own.statement_timeout = {};
    own.lock_timeout = {};
    Url named = url;
    named.params.erase("application_name");
    std::unique_ptr<Connection> connection = open(named, own);
    if (connection->server().details.contains("pooler")) {
      throw Error(Errc::unsupported,
                  "a pooler stands before this server, through which a lock holds nobody back",
                  "give a URL that leads to the server itself");
    }
    const std::int64_t key = key_of(connection->server().database, history_table);
    const Rows rows =
        connection->query(Statement{"SELECT pg_try_advisory_lock($1) AS taken", {key}});
    schema::LockAttempt attempt;
    if (rows.at(0).flag("taken")) {
      attempt.lock = std::make_unique<PostgresqlLock>(std::move(connection), key);
    } else {
      attempt.holder = holder_of(*connection, key);
    }
    return attempt;
  }
};

}  // namespace

const schema::Locker& locker() {
  static const PostgresqlLocker instance;
  return instance;
}

}  // namespace covet::postgresql
