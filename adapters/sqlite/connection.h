#pragma once

#include <atomic>
#include <chrono>
#include <memory>

#include "core/db/connection.h"

struct sqlite3;
struct sqlite3_stmt;

namespace covet::sqlite {

struct CloseDatabase {
  void operator()(sqlite3* db) const noexcept;
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

class SqliteConnection final : public Connection {
 public:
  /// Takes an open database over. `busy_timeout` is how long to wait for a lock where set_timeouts
  /// says nothing.
  SqliteConnection(Database database, std::string path, std::chrono::milliseconds busy_timeout);
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection() override = default;

  const Dialect& dialect() const override;
  const ServerInfo& server() const override { return server_; }
  /// Refuses a text that holds a second statement: SQLite would leave it out without a word.
  std::uint64_t execute(const Statement& statement) override;
  Rows fetch_all(const Statement& statement) override;
  std::unique_ptr<Cursor> stream(const Statement& statement) override;
  std::unique_ptr<BulkWriter> bulk(const BulkTarget& target) override;
  using Connection::execute;
  using Connection::fetch_all;
  void ping() override;
  bool usable() const override { return !dead_; }
  bool in_transaction() const override;
  void cancel() noexcept override;
  /// A lock timeout of zero is the one the connection was opened with: waiting for ever for a file
  /// helps nobody.
  void set_timeouts(std::chrono::milliseconds statement_timeout,
                    std::chrono::milliseconds lock_timeout) override;

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;
  /// Null for a text without a statement. The time that a statement may take begins here.
  Prepared prepare(const Statement& statement);
  /// True: there is a row. Throws what the engine says of `sql`.
  bool step(sqlite3_stmt* prepared, const std::string& sql);

 private:
  std::uint64_t run(const Statement& statement);
  /// With stand-ins for what the program that the database is for registers.
  std::uint64_t run_among_strangers(const Statement& statement);
  /// The columns of the table that a CREATE INDEX is about.
  std::vector<std::string> indexed_columns(const std::string& sql);
  void start_clock();
  bool must_stop();
  bool wait_for_lock(int attempt);
  [[noreturn]] void fail(int code, const std::string& sql);

  std::string asked_for_order_;  ///< a collation that isn't here
  Database database_;
  ServerInfo server_;
  std::chrono::milliseconds default_lock_timeout_;
  std::chrono::milliseconds lock_timeout_;
  std::chrono::milliseconds statement_timeout_{0};
  std::chrono::steady_clock::time_point deadline_{};
  std::chrono::steady_clock::time_point waiting_since_{};
  std::atomic<bool> cancelled_ = false;
  bool timed_out_ = false;
  bool dead_ = false;
};

}  // namespace covet::sqlite
