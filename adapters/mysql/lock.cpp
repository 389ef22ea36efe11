#include "adapters/mysql/lock.h"

#include <fmt/core.h>

#include "adapters/mysql/driver.h"
#include "adapters/mysql/sessions.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

class MysqlLock final : public schema::Lock {
 public:
  MysqlLock(std::unique_ptr<Connection> connection, std::string name)
      : connection_(std::move(connection)), name_(std::move(name)) {}
  ~MysqlLock() override {
    try {
      connection_->fetch_all(Statement{"SELECT RELEASE_LOCK(?) AS freed", {name_}});
    } catch (const Error&) {
      // The session is gone, and the lock with it.
      return;
    }
  }
  MysqlLock(const MysqlLock&) = delete;
  MysqlLock& operator=(const MysqlLock&) = delete;

  void check() override {
    const Rows rows = connection_->fetch_all(
        Statement{"SELECT IS_USED_LOCK(?) = CONNECTION_ID() AS held", {name_}});
    if (rows.at(0).flag("held")) return;
    throw Error(Errc::connection, "the migration lock is no longer held by this session",
                "run the command again: it goes on where this one stops");
  }

 private:
  std::unique_ptr<Connection> connection_;
  std::string name_;
};

std::optional<schema::LockHolder> holder_of(Connection& connection, const std::string& name) {
  const Rows rows = connection.fetch_all(Statement{
      fmt::format("SELECT {} FROM information_schema.processlist p WHERE p.id = IS_USED_LOCK(?)",
                  session_columns()),
      {name}});
  if (rows.empty()) return std::nullopt;
  return schema::LockHolder{
      .description = describe_session(rows[0]),
      .session = session_of(connection, rows[0]),
      .silent = std::chrono::seconds(rows[0].integer("seconds")),
  };
}

}  // namespace

std::string lock_name(std::string_view database, std::string_view history_table) {
  const std::string what = to_lower(database) + std::string(1, '\0') + to_lower(history_table);
  return "covet:" + sha256_hex(what).substr(0, 40);
}

schema::LockAttempt MysqlLocker::try_lock(const Url& url, const ConnectOptions& options,
                                          const std::string& history_table) const {
  ConnectOptions own = options;
  own.access = Access::read_write;
  std::unique_ptr<Connection> connection = driver().connect(url, own);
  // The migration that it guards may run for long while this session is silent.
  connection->execute("SET SESSION wait_timeout = 604800");
  const std::string name = lock_name(connection->server().database, history_table);
  const Rows rows = connection->fetch_all(Statement{"SELECT GET_LOCK(?, 0) AS taken", {name}});
  if (rows.at(0).flag("taken")) {
    return {std::make_unique<MysqlLock>(std::move(connection), name), std::nullopt};
  }
  return {nullptr, holder_of(*connection, name)};
}

const MysqlLocker& locker() {
  static const MysqlLocker instance;
  return instance;
}

}  // namespace covet::mysql
