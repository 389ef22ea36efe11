#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/db/bulk.h"
#include "core/db/cursor.h"
#include "core/db/dialect.h"
#include "core/db/rows.h"

namespace covet {

struct Statement {
  std::string sql;
  std::vector<Value> params{};
};

/// What a server says beside a statement's result: "NOTICE", "WARNING", "Note".
struct Notice {
  std::string severity;
  std::string message;
};
using NoticeListener = std::function<void(const Notice&)>;

/// Who answered.
struct ServerInfo {
  std::string engine;      ///< the adapter's name: "mysql"
  std::string vendor;      ///< the product: "MariaDB"
  std::string version;     ///< as the server says it: "10.11.19-MariaDB"
  int version_number = 0;  ///< major * 10000 + minor * 100 + patch: 101119
  std::string database;    ///< the one connected to
  std::string session;     ///< process id or connection id, as text
  std::string tls;         ///< "TLSv1.3", "" when in plain text
  /// What else the adapter wants to know later without asking again (its own keys).
  std::map<std::string, std::string> details;
  /// "PostgreSQL 15.6", "MariaDB 10.11.19": for people.
  std::string display() const;
};

/// One session with one database. Not safe for two threads at once, but for cancel(). Every call
/// throws Error; after Errc::connection the object is dead (usable() is false) and never reconnects
/// by itself.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual const Dialect& dialect() const = 0;
  virtual const ServerInfo& server() const = 0;
  /// Runs one statement, throws its rows away (all result sets are drained) and returns the number
  /// of rows affected. Statements with parameters are prepared; without, they go as text, so that
  /// anything the server takes may be run.
  virtual std::uint64_t execute(const Statement& statement) = 0;
  /// Runs one statement and keeps all its rows.
  virtual Rows fetch_all(const Statement& statement) = 0;
  /// Runs one statement and gives its rows as they come.
  virtual std::unique_ptr<Cursor> stream(const Statement& statement) = 0;
  virtual std::unique_ptr<BulkWriter> bulk(const BulkTarget& target) = 0;
  /// A round trip. Throws Errc::connection when the server is gone.
  virtual void ping() = 0;
  virtual bool usable() const = 0;
  /// True between BEGIN and COMMIT/ROLLBACK, as far as the client library knows.
  virtual bool in_transaction() const = 0;
  /// From another thread: asks the server to stop the running statement, which then throws
  /// Errc::cancelled.
  virtual void cancel() noexcept = 0;
  /// For statements from now on; zero: no limit. `lock_timeout` limits waiting for a lock.
  virtual void set_timeouts(std::chrono::milliseconds statement_timeout,
                            std::chrono::milliseconds lock_timeout) = 0;
  /// What statements said of the session since it was opened (SET search_path, SET ROLE) counts no
  /// more; the time limits stay. Also within a transaction that has not failed. Engines on which
  /// nothing of the kind can lead other statements astray do nothing.
  virtual void reset_settings() {}
  /// The schema (MySQL: the database) in which the session finds a table that is named without one;
  /// "" where it finds none, or where names have no such part.
  virtual std::string schema_of(std::string_view /*table*/) { return {}; }
  /// Hears what the server says beside its answers, before the statement's call returns. It must
  /// not use the connection. An engine that says nothing never calls it.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): who has notices keeps it
  virtual void on_notice(NoticeListener /*listener*/) {}

  /// Templates, so that `execute({"…", {1}})` means a Statement.
  template <std::convertible_to<std::string_view> Text>
  std::uint64_t execute(const Text& sql) {
    return execute(Statement{std::string(std::string_view(sql))});
  }
  template <std::convertible_to<std::string_view> Text>
  Rows fetch_all(const Text& sql) {
    return fetch_all(Statement{std::string(std::string_view(sql))});
  }
  /// The first row, if there is one.
  std::optional<Row> fetch_one(const Statement& statement);
  /// The first column of the first row; NULL where there is no row.
  Value fetch_value(const Statement& statement);
  /// Runs `sql` once with each row of parameters, all in one transaction, or in a savepoint of the
  /// open one. Returns the number of rows affected.
  std::uint64_t execute_many(const std::string& sql, std::span<const std::vector<Value>> params);

 private:
  friend class Transaction;
  int savepoints_ = 0;  ///< open ones, so that each has a name of its own
};

}  // namespace covet
