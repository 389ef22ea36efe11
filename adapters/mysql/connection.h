#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "adapters/mysql/values.h"
#include "core/db/connection.h"
#include "core/db/driver.h"

namespace sql {
class Connection;
class ResultSet;
}  // namespace sql

namespace covet::mysql {

struct CloseSession {
  void operator()(sql::Connection* session) const noexcept;
};
using Session = std::unique_ptr<sql::Connection, CloseSession>;

/// What a session starts with, and is put back to after a file that may have changed it.
std::vector<std::string> session_settings(const ServerInfo& server);

class MysqlConnection final : public Connection {
 public:
  /// Takes an open session over, and sets it up. `reopen` makes another one to the same server, for
  /// cancel(); it is called from the thread that cancels. `read_timeout` is what the session was
  /// opened with, zero for none.
  MysqlConnection(Session session, std::function<Session()> reopen, const ConnectOptions& options,
                  std::chrono::milliseconds read_timeout);
  ~MysqlConnection() override;
  MysqlConnection(const MysqlConnection&) = delete;
  MysqlConnection& operator=(const MysqlConnection&) = delete;

  const Dialect& dialect() const override;
  const ServerInfo& server() const override { return server_; }
  /// Parameters are put in as literals, here and in query: one way for both, and the server's
  /// prepared statements lose digits.
  std::uint64_t execute(const Statement& statement) override;
  /// Of several results (a routine's, a block's) those with the same columns as the first.
  Rows fetch_all(const Statement& statement) override;
  std::unique_ptr<Cursor> stream(const Statement& statement) override;
  std::unique_ptr<BulkWriter> bulk(const BulkTarget& target) override;
  using Connection::execute;
  using Connection::fetch_all;
  void ping() override;
  bool usable() const override { return !dead_; }
  /// Follows the statements; a transaction that a routine or SET autocommit begins is not seen.
  bool in_transaction() const override { return in_transaction_; }
  void cancel() noexcept override;
  /// Whole seconds for locks, rounded up. MySQL stops only SELECT at `statement_timeout`.
  void set_timeouts(std::chrono::milliseconds statement_timeout,
                    std::chrono::milliseconds lock_timeout) override;
  std::string schema_of(std::string_view table) override;
  /// While there is a listener each statement is followed by SHOW WARNINGS, and no ROW_COUNT() or
  /// FOUND_ROWS() knows of it.
  void on_notice(NoticeListener listener) override { listener_ = std::move(listener); }

  /// Does `work` with the session, and turns what it throws into covet's own error about `sql`.
  void guarded(const std::string& sql, const std::function<void(sql::Connection&)>& work);
  /// Throws what the server has to say of the last statement, `sql`, where the connector said
  /// nothing.
  void require_no_error(const std::string& sql);
  /// What the columns of a query without rows hold.
  std::vector<Holds> describe(const std::string& sql);
  /// Opened for local files, and the server takes them.
  bool takes_local_files();

 private:
  void run(const Statement& statement, const std::function<void(sql::ResultSet&)>& with_rows,
           std::uint64_t& affected);
  void run_unheard(const Statement& statement,
                   const std::function<void(sql::ResultSet&)>& with_rows, std::uint64_t& affected);
  void tell_notices();
  void identify();
  void follow(const std::string& sql, bool failed);

  Session session_;
  std::function<Session()> reopen_;
  std::chrono::milliseconds read_timeout_;
  ServerInfo server_;
  std::atomic<bool> dead_ = false;
  bool in_transaction_ = false;
  bool local_files_;
  NoticeListener listener_;
};

}  // namespace covet::mysql
