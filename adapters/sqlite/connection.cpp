#include "adapters/sqlite/connection.h"

#include <algorithm>
#include <thread>

#include <fmt/core.h>
#include <sqlite3.h>
#include <unistd.h>

#include "adapters/sqlite/bulk.h"
#include "adapters/sqlite/cursor.h"
#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/double_quoted.h"
#include "adapters/sqlite/errors.h"
#include "adapters/sqlite/functions.h"
#include "adapters/sqlite/sql_reader.h"
#include "adapters/sqlite/strangers.h"
#include "adapters/sqlite/values.h"

namespace covet::sqlite {
namespace {

constexpr int steps_between_looks = 2000;

int version_number() {
  const int n = sqlite3_libversion_number();  // 3040001
  return n / 1'000'000 * 10'000 + n / 1000 % 1000 * 100 + n % 1000;
}

bool only_trailing_noise(std::string_view tail) {
  for (const Token& token : lex_code(tail, dialect().lexical_rules())) {
    if (token.text != ";") return false;
  }
  return true;
}

/// True if ALTER TABLE met a view or trigger that was broken before: "error in view v: no such …".
/// One that the statement itself breaks is told with "after rename" or its like.
bool met_something_broken(const Error& error, const std::string& sql) {
  const std::string& message = error.message();
  const bool names_one =
      message.starts_with("error in view ") || message.starts_with("error in trigger ");
  const bool before = message.find(" after ") == std::string::npos;
  // That is all it says where legacy_alter_table is on.
  const bool says_nothing = message == "SQL logic error";
  return ((names_one && before) || says_nothing) && SqlReader(sql).at_word("ALTER");
}

/// True if ALTER TABLE met a string in double quotes in a table or index that was there before.
bool met_a_string(const Error& error, const std::string& sql) {
  const std::string& message = error.message();
  return message.starts_with("error in ") &&
         message.find(": no such column: ") != std::string::npos &&
         message.find(" after ") == std::string::npos && SqlReader(sql).at_word("ALTER");
}

/// While it lives, ALTER TABLE leaves a view or trigger that it can't read as it is.
class BrokenOnesStay {
 public:
  explicit BrokenOnesStay(sqlite3* db) : db_(db) { set("PRAGMA writable_schema = ON"); }
  BrokenOnesStay(const BrokenOnesStay&) = delete;
  BrokenOnesStay& operator=(const BrokenOnesStay&) = delete;
  ~BrokenOnesStay() { set("PRAGMA writable_schema = OFF"); }

 private:
  void set(const char* pragma) { sqlite3_exec(db_, pragma, nullptr, nullptr, nullptr); }

  sqlite3* db_;
};

/// While it lives, the definitions of tables and indexes may hold strings in double quotes.
class StringsInDoubleQuotes {
 public:
  explicit StringsInDoubleQuotes(sqlite3* db) : db_(db) { allow(1); }
  StringsInDoubleQuotes(const StringsInDoubleQuotes&) = delete;
  StringsInDoubleQuotes& operator=(const StringsInDoubleQuotes&) = delete;
  ~StringsInDoubleQuotes() { allow(0); }

 private:
  void allow(int on) { sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, on, nullptr); }

  sqlite3* db_;
};

}  // namespace

void CloseDatabase::operator()(sqlite3* db) const noexcept {
  sqlite3_close_v2(db);
}

void SqliteConnection::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

SqliteConnection::SqliteConnection(Database database, std::string path,
                                   std::chrono::milliseconds busy_timeout)
    : database_(std::move(database)),
      default_lock_timeout_(busy_timeout),
      lock_timeout_(busy_timeout) {
  server_.engine = "sqlite";
  server_.vendor = "SQLite";
  server_.version = sqlite3_libversion();
  server_.version_number = version_number();
  server_.database = std::move(path);
  server_.session = fmt::format("{}", ::getpid());
  add_functions(database_.get());
  sqlite3_busy_handler(
      database_.get(),
      [](void* self, int attempt) {
        return static_cast<SqliteConnection*>(self)->wait_for_lock(attempt) ? 1 : 0;
      },
      this);
  sqlite3_progress_handler(
      database_.get(), steps_between_looks,
      [](void* self) { return static_cast<SqliteConnection*>(self)->must_stop() ? 1 : 0; }, this);
}

const Dialect& SqliteConnection::dialect() const {
  return sqlite::dialect();
}

void SqliteConnection::start_clock() {
  cancelled_ = false;
  timed_out_ = false;
  asked_for_order_.clear();
  deadline_ = std::chrono::steady_clock::now() + statement_timeout_;
}

bool SqliteConnection::must_stop() {
  if (cancelled_) return true;
  if (statement_timeout_.count() > 0 && std::chrono::steady_clock::now() >= deadline_) {
    timed_out_ = true;
  }
  return timed_out_;
}

bool SqliteConnection::wait_for_lock(int attempt) {
  const auto now = std::chrono::steady_clock::now();
  if (attempt == 0) waiting_since_ = now;
  if (must_stop() || now - waiting_since_ >= lock_timeout_) return false;
  std::this_thread::sleep_for(std::chrono::milliseconds(std::min(1 << std::min(attempt, 6), 50)));
  return true;
}

void SqliteConnection::fail(int code, const std::string& sql) {
  Error error = error_from(database_.get(), code, sql);
  const SqlContext context = error.sql().value_or(SqlContext{});
  if (!asked_for_order_.empty()) throw unknown_order(asked_for_order_).with(context);
  if (timed_out_) {
    throw Error(Errc::timeout,
                fmt::format("the statement ran longer than {} ms", statement_timeout_.count()),
                "give it longer with statement_timeout")
        .with(context);
  }
  if (cancelled_) throw Error(Errc::cancelled, "the statement was cancelled").with(context);
  if (error.code() == Errc::connection) dead_ = true;
  throw error;
}

SqliteConnection::Prepared SqliteConnection::prepare(const Statement& statement) {
  start_clock();
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const std::string& sql = statement.sql;
  if (sql.find('\0') != std::string::npos) {
    throw Error(Errc::usage, "a statement must not hold a NUL character");
  }
  const int code = sqlite3_prepare_v2(database_.get(), sql.c_str(),
                                      static_cast<int>(sql.size()) + 1, &raw, &tail);
  Prepared prepared(raw);
  if (code != SQLITE_OK) fail(code, sql);
  const auto done = static_cast<std::size_t>(tail - sql.c_str());
  if (done < sql.size() && !only_trailing_noise(std::string_view(sql).substr(done))) {
    throw Error(Errc::usage, "more than one statement was given where one is run",
                "run them one by one")
        .with(SqlContext{sql, "", done});
  }
  int index = 0;
  for (const Value& value : statement.params) {
    if (const int bound = bind(prepared.get(), ++index, value); bound != SQLITE_OK)
      fail(bound, sql);
  }
  return prepared;
}

bool SqliteConnection::step(sqlite3_stmt* prepared, const std::string& sql) {
  int code = sqlite3_step(prepared);
  // Too short a statement ends before it notices the interruption.
  if (!asked_for_order_.empty()) code = SQLITE_INTERRUPT;
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail(code, sql);
  return false;
}

std::uint64_t SqliteConnection::execute(const Statement& statement) {
  try {
    return run_among_strangers(statement);
  } catch (const Error& error) {
    if (!met_a_string(error, statement.sql) &&
        !wants_strings_in_double_quotes(error, statement.sql, indexed_columns(statement.sql)))
      throw;
  }
  const StringsInDoubleQuotes allowed(database_.get());
  return run_among_strangers(statement);
}

std::uint64_t SqliteConnection::run_among_strangers(const Statement& statement) {
  constexpr int most = 100;
  for (int registered = 0;; ++registered) {
    try {
      return run(statement);
    } catch (const Error& error) {
      if (met_something_broken(error, statement.sql)) {
        const BrokenOnesStay staying(database_.get());
        return run(statement);
      }
      if (registered == most || !stand_in(database_.get(), error, statement.sql, asked_for_order_))
        throw;
    }
  }
}

std::vector<std::string> SqliteConnection::indexed_columns(const std::string& sql) {
  std::vector<std::string> names;
  const std::string table = table_of_index(sql);
  if (table.empty()) return names;
  for (const Row& row : fetch_all({"SELECT name FROM pragma_table_xinfo(?1)", {table}}))
    names.push_back(row.text("name"));
  return names;
}

std::uint64_t SqliteConnection::run(const Statement& statement) {
  const Prepared prepared = prepare(statement);
  if (prepared == nullptr) return 0;
  const auto before = sqlite3_total_changes64(database_.get());
  while (step(prepared.get(), statement.sql)) {
  }
  // total_changes also counts what triggers and cascades did; changes64 is left over from an older
  // statement after DDL.
  if (sqlite3_total_changes64(database_.get()) == before) return 0;
  return static_cast<std::uint64_t>(sqlite3_changes64(database_.get()));
}

std::unique_ptr<Cursor> SqliteConnection::stream(const Statement& statement) {
  return open_cursor(*this, statement);
}

std::unique_ptr<BulkWriter> SqliteConnection::bulk(const BulkTarget& target) {
  return open_bulk(*this, target);
}

Rows SqliteConnection::fetch_all(const Statement& statement) {
  const Prepared prepared = prepare(statement);
  Rows rows;
  if (prepared == nullptr) return rows;
  const auto names = column_names(prepared.get());
  const auto columns = static_cast<int>(names->size());
  while (step(prepared.get(), statement.sql)) {
    std::vector<Value> values;
    values.reserve(names->size());
    for (int i = 0; i < columns; ++i)
      values.push_back(read(prepared.get(), i));
    rows.emplace_back(names, std::move(values));
  }
  return rows;
}

void SqliteConnection::ping() {
  fetch_all("SELECT count(*) FROM sqlite_schema");
}

bool SqliteConnection::in_transaction() const {
  return sqlite3_get_autocommit(database_.get()) == 0;
}

void SqliteConnection::cancel() noexcept {
  cancelled_ = true;
  sqlite3_interrupt(database_.get());
}

void SqliteConnection::set_timeouts(std::chrono::milliseconds statement_timeout,
                                    std::chrono::milliseconds lock_timeout) {
  statement_timeout_ = statement_timeout;
  lock_timeout_ = lock_timeout.count() > 0 ? lock_timeout : default_lock_timeout_;
}

}  // namespace covet::sqlite
