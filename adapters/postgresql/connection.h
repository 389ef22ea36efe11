#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/postgresql/errors.h"
#include "adapters/postgresql/pqxx_compat.h"
#include "adapters/postgresql/prepared.h"
#include "adapters/postgresql/transaction_words.h"
#include "core/base/watchdog.h"
#include "core/config/url.h"
#include "core/db/connection.h"
#include "core/db/driver.h"

namespace covet::postgresql {

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(const std::string& conninfo, const std::string& search_path,
                       const ConnectOptions& options);

  const Dialect& dialect() const override;
  const ServerInfo& server() const override { return server_; }
  std::uint64_t execute(const Statement& statement) override;
  Rows fetch_all(const Statement& statement) override;
  std::unique_ptr<Cursor> stream(const Statement& statement) override;
  std::unique_ptr<BulkWriter> bulk(const BulkTarget& target) override;
  using Connection::execute;
  using Connection::fetch_all;
  void ping() override { run(Statement{""}); }
  bool usable() const override { return !lost_; }
  bool in_transaction() const override { return in_transaction_; }
  void cancel() noexcept override;
  void set_timeouts(std::chrono::milliseconds statement_timeout,
                    std::chrono::milliseconds lock_timeout) override;
  void reset_settings() override;
  std::string schema_of(std::string_view table) override;
  void on_notice(NoticeListener listener) override;

  /// Runs one statement; the result as libpqxx has it.
  pqxx::result run(const Statement& statement);
  /// Does `work` with the session, and turns what it throws into covet's own error about `sql`.
  template <class Work>
  void guarded(const std::string& sql, const Work& work) {
    attempt(sql, false, [&] { work(session_); });
  }
  /// The same with a statement that runs already: who has cancelled it since is not forgotten.
  template <class Work>
  void go_on(const std::string& sql, const Work& work) {
    watched(sql, false, work);
  }

 private:
  void set_up(std::string_view before = {});
  void read_server();
  pqxx::result send(const Statement& statement, const compat::Params& params);
  pqxx::result send_prepared(const Statement& statement, const compat::Params& params);
  void follow(const std::vector<Effect>& effects);
  template <class Work>
  void attempt(const std::string& sql, bool commits, const Work& work);
  template <class Work>
  void watched(const std::string& sql, bool commits, const Work& work);
  [[noreturn]] void fail(const std::string& sql, bool commits);

  pqxx::connection connection_;
  pqxx::nontransaction session_;
  std::unique_ptr<compat::Notices> notices_;
  ServerInfo server_;
  PreparedNames prepared_;
  std::string search_path_;  ///< "": the server's own
  Access access_;
  std::chrono::milliseconds command_timeout_;
  std::chrono::milliseconds statement_timeout_;
  std::chrono::milliseconds lock_timeout_;
  std::atomic<bool> cancelled_ = false;
  bool lost_ = false;
  bool in_transaction_ = false;
  bool failed_ = false;  ///< in a transaction that can only be rolled back
  bool pooled_ = false;
  bool overdue_ = false;  ///< the watchdog has cut the line
  Watchdog watchdog_;     ///< last, so that it ends first
};

template <class Work>
void PostgresqlConnection::attempt(const std::string& sql, bool commits, const Work& work) {
  cancelled_ = false;
  watched(sql, commits, work);
}

template <class Work>
void PostgresqlConnection::watched(const std::string& sql, bool commits, const Work& work) {
  if (lost_) throw Error(Errc::connection, "the connection was lost", "run the command again");
  if (command_timeout_.count() > 0) watchdog_.set(command_timeout_);
  try {
    work();
    watchdog_.call_off();
  } catch (...) {
    overdue_ = watchdog_.call_off();
    fail(sql, commits);
  }
}

/// Opens a session; throws as Driver::connect does.
std::unique_ptr<Connection> open(const Url& url, const ConnectOptions& options);

}  // namespace covet::postgresql
