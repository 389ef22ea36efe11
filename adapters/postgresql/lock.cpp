#include "adapters/postgresql/lock.h"

#include <charconv>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/connection.h"
#include "adapters/postgresql/sessions.h"
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
      connection_->fetch_all(Statement{"SELECT pg_advisory_unlock($1)", {key_}});
    } catch (const Error&) {
      // The session is gone, and the lock with it.
      static_cast<void>(0);
    }
  }
  PostgresqlLock(const PostgresqlLock&) = delete;
  PostgresqlLock& operator=(const PostgresqlLock&) = delete;

  void check() override {
    const Rows rows =
        connection_->fetch_all(Statement{fmt::format("SELECT count(*) AS held FROM pg_locks l"
                                                     " WHERE l.pid = pg_backend_pid() AND {}",
                                                     this_lock),
                                         {key_}});
    if (rows.at(0).integer("held") > 0) return;
    throw Error(Errc::connection, "the migration lock is no longer held",
                "its session was ended; run the command again");
  }

  void announce(const std::string& doing) override {
    constexpr std::size_t longest_name = 60;  // the server cuts off what is longer
    connection_->fetch_all(Statement{"SELECT set_config('application_name', $1, false)",
                                     {("covet " + doing).substr(0, longest_name)}});
  }

 private:
  std::unique_ptr<Connection> connection_;
  std::int64_t key_;
};

std::optional<schema::LockHolder> holder_of(Connection& connection, std::int64_t key) {
  const Rows rows = connection.fetch_all(Statement{
      fmt::format("SELECT {},"
                  " to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS since"
                  " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE {} LIMIT 1",
                  session_columns(), this_lock),
      {key}});
  if (rows.empty()) return std::nullopt;
  const Row& row = rows.front();
  schema::LockHolder holder{.description = session_name(row), .session = session_id(row)};
  if (!row.null("since")) holder.description += fmt::format(", since {} UTC", row.text("since"));
  if (!row.text("state").empty()) holder.silent = std::chrono::seconds(row.integer("seconds"));
  return holder;
}

/// Behind a pooler a session is somebody else's from one transaction to the next.
class TransactionLock final : public schema::Lock {
 public:
  explicit TransactionLock(std::int64_t key) : key_(key) {}
  void check() override {}
  bool per_transaction() const override { return true; }
  void enter(Connection& connection) override {
    const Rows rows =
        connection.fetch_all(Statement{"SELECT pg_try_advisory_xact_lock($1) AS taken", {key_}});
    if (rows.at(0).flag("taken")) return;
    throw Error(Errc::lock_held, "another covet holds the migration lock",
                "wait until it has finished, then run the command again");
  }

 private:
  std::int64_t key_;
};

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
    const std::int64_t key = key_of(connection->server().database, history_table);
    if (connection->server().details.contains("pooler")) {
      return {std::make_unique<TransactionLock>(key), std::nullopt};
    }
    const Rows rows =
        connection->fetch_all(Statement{"SELECT pg_try_advisory_lock($1) AS taken", {key}});
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
