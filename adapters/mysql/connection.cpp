#include "adapters/mysql/connection.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <cppconn/connection.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>
#include <fmt/core.h>

#include "adapters/mysql/bulk.h"
#include "adapters/mysql/cursor.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/errors.h"
#include "adapters/mysql/flavor.h"
#include "adapters/mysql/transaction_words.h"
#include "adapters/mysql/values.h"
#include "core/base/error.h"

namespace covet::mysql {
namespace {

using std::chrono::milliseconds;

std::string whole_seconds(milliseconds time) {
  if (time <= milliseconds::zero()) return "DEFAULT";
  return fmt::format("{}", (time.count() + 999) / 1000);
}

}  // namespace

void CloseSession::operator()(sql::Connection* session) const noexcept {
  delete session;
}

std::vector<std::string> session_settings(const ServerInfo& server) {
  // MySQL remembers a table's next number for a day.
  const std::string_view fresh =
      flavor_of(server).mariadb() ? "" : ", information_schema_stats_expiry = 0";
  return {
      "SET NAMES utf8mb4",
      fmt::format("SET SESSION sql_mode = '{}', time_zone = '+00:00', autocommit = 1, "
                  "foreign_key_checks = 1, unique_checks = 1, sql_quote_show_create = 1{}",
                  session_sql_mode(server), fresh),
  };
}

MysqlConnection::MysqlConnection(Session session, std::function<Session()> reopen,
                                 const ConnectOptions& options, milliseconds read_timeout)
    : session_(std::move(session)),
      reopen_(std::move(reopen)),
      read_timeout_(read_timeout),
      local_files_(options.local_files) {
  server_.engine = "mysql";
  execute(Statement{"SET NAMES utf8mb4"});
  identify();
  for (const std::string& setting : session_settings(server_))
    execute(Statement{setting});
  set_timeouts(options.statement_timeout, options.lock_timeout);
  if (options.access == Access::read_only) {
    // START TRANSACTION READ ONLY would let DDL through.
    execute(Statement{"SET SESSION TRANSACTION READ ONLY"});
  }
}

MysqlConnection::~MysqlConnection() = default;

const Dialect& MysqlConnection::dialect() const {
  return mysql::dialect();
}

void MysqlConnection::identify() {
  const Rows rows = fetch_all(
      Statement{"SELECT VERSION() AS version, @@version_comment AS comment, DATABASE() AS db, "
                "CONNECTION_ID() AS id, @@collation_connection AS collation, "
                "@@global.sql_mode AS sql_mode, "
                "@@lower_case_table_names AS lower_names"});
  const Row& row = rows.at(0);
  server_.version = row.text("version");
  read_version(server_, row.text("comment"));
  server_.database = row.text("db");
  server_.session = row.text("id");
  server_.details[std::string(default_collation_key)] = row.text("collation");
  server_.details[std::string(sql_mode_key)] = row.text("sql_mode");
  server_.details["lower_case_table_names"] = row.text("lower_names");
  const Rows tls = fetch_all(Statement{"SHOW SESSION STATUS LIKE 'Ssl_version'"});
  if (!tls.empty()) server_.tls = as_string(tls[0][1]);
}

void MysqlConnection::guarded(const std::string& sql,
                              const std::function<void(sql::Connection&)>& work) {
  if (dead_) {
    throw Error(Errc::connection, "the connection to the server is lost",
                "run the command again: it connects anew");
  }
  translated([&] { work(*session_); },
             [&](const Refusal& refusal) {
               Error error = statement_error(refusal, sql);
               if (error.code() == Errc::connection) dead_ = true;
               if (error.code() != Errc::syntax) follow(sql, true);
               if (error.code() == Errc::deadlock || dead_) in_transaction_ = false;
               return error;
             });
}

std::string MysqlConnection::schema_of(std::string_view table) {
  const std::optional<Row> found =
      fetch_one(Statement{"SELECT TABLE_SCHEMA AS home FROM information_schema.TABLES WHERE"
                          " TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?",
                          {std::string(table)}});
  return found ? found->text("home") : "";
}

void MysqlConnection::run(const Statement& statement,
                          const std::function<void(sql::ResultSet&)>& with_rows,
                          std::uint64_t& affected) {
  run_unheard(statement, with_rows, affected);
  if (listener_) tell_notices();
}

/// Errors among them were handled by a routine, or would have been thrown.
void MysqlConnection::tell_notices() {
  Rows rows;
  std::uint64_t affected = 0;
  try {
    run_unheard(
        Statement{"SHOW WARNINGS"}, [&](sql::ResultSet& result) { rows = read_rows(result); },
        affected);
    // A statement that uses no table leaves the list as it is, and would have it told again.
    if (!rows.empty()) {
      run_unheard(
          Statement{"SELECT 1 FROM information_schema.ENGINES LIMIT 0"}, [](sql::ResultSet&) {},
          affected);
    }
  } catch (const Error&) {
    return;  // the statement went well, and the next one finds out what is wrong
  }
  for (const Row& row : rows) {
    const std::string level = as_string(row[std::size_t{0}]);
    if (level != "Error") listener_({level, as_string(row[std::size_t{2}])});
  }
}

void MysqlConnection::run_unheard(const Statement& statement,
                                  const std::function<void(sql::ResultSet&)>& with_rows,
                                  std::uint64_t& affected) {
  const std::string sql =
      statement.params.empty() ? statement.sql : substitute(statement.sql, statement.params);
  guarded(statement.sql, [&](sql::Connection& session) {
    const std::unique_ptr<sql::Statement> running(session.createStatement());
    bool has_rows = running->execute(sql);
    // Every result is taken, or the next statement fails with "commands out of sync".
    while (true) {
      if (has_rows) {
        const std::unique_ptr<sql::ResultSet> result(running->getResultSet());
        with_rows(*result);
      } else {
        const std::uint64_t count = running->getUpdateCount();
        if (count == static_cast<std::uint64_t>(-1)) break;
        affected += count;
      }
      has_rows = running->getMoreResults();
    }
  });
  follow(sql, false);
}

std::unique_ptr<Cursor> MysqlConnection::stream(const Statement& statement) {
  return open_cursor(*this, statement);
}

std::unique_ptr<BulkWriter> MysqlConnection::bulk(const BulkTarget& target) {
  return open_bulk(*this, target);
}

void MysqlConnection::require_no_error(const std::string& sql) {
  for (const Row& row : fetch_all("SHOW ERRORS LIMIT 1")) {
    const Refusal refusal{static_cast<int>(as_int(row[std::size_t{1}])), "",
                          as_string(row[std::size_t{2}])};
    throw statement_error(refusal, sql);
  }
}

std::vector<Holds> MysqlConnection::describe(const std::string& sql) {
  std::vector<Holds> holds;
  std::uint64_t affected = 0;
  run(
      Statement{sql}, [&](sql::ResultSet& result) { holds = RowReader(result).holds(); }, affected);
  return holds;
}

bool MysqlConnection::takes_local_files() {
  return local_files_ && as_bool(fetch_value({"SELECT @@global.local_infile"}));
}

std::uint64_t MysqlConnection::execute(const Statement& statement) {
  std::uint64_t affected = 0;
  run(
      statement, [](sql::ResultSet&) {}, affected);
  return affected;
}

Rows MysqlConnection::fetch_all(const Statement& statement) {
  Rows rows;
  std::uint64_t affected = 0;
  bool first = true;
  run(
      statement,
      [&](sql::ResultSet& result) {
        Rows more = read_rows(result);
        if (std::exchange(first, false)) {
          rows = std::move(more);
        } else if (!more.empty() && !rows.empty() && more.front().names() == rows.front().names()) {
          std::ranges::move(more, std::back_inserter(rows));
        }
      },
      affected);
  return rows;
}

void MysqlConnection::follow(const std::string& sql, bool failed) {
  switch (effect_on_transaction(sql)) {
    case TransactionEffect::none:
      break;
    case TransactionEffect::begins:
      in_transaction_ = !failed;
      break;
    case TransactionEffect::ends:
      if (!failed) in_transaction_ = false;
      break;
    case TransactionEffect::commits_even_if_refused:
      in_transaction_ = false;
      break;
  }
}

void MysqlConnection::ping() {
  fetch_all(Statement{"SELECT 1"});
}

void MysqlConnection::cancel() noexcept {
  try {
    const Session other = reopen_();
    const std::unique_ptr<sql::Statement> kill(other->createStatement());
    kill->execute("KILL QUERY " + server_.session);
  } catch (...) {
    // Whoever cancels can do no more about it; the statement runs into its own timeout.
    return;
  }
}

void MysqlConnection::set_timeouts(milliseconds statement_timeout, milliseconds lock_timeout) {
  if (read_timeout_ > milliseconds::zero() && statement_timeout >= read_timeout_) {
    throw Error(Errc::config,
                fmt::format("the statement timeout of {} ms is not below the URL's read_timeout "
                            "of {} ms: the connection would be cut before the server stops",
                            statement_timeout.count(), read_timeout_.count()),
                "raise read_timeout in the URL, or leave it out");
  }
  const std::string wait = whole_seconds(lock_timeout);
  const std::string limit =
      flavor_of(server_).mariadb()
          ? fmt::format("max_statement_time = {}",
                        static_cast<double>(statement_timeout.count()) / 1000.0)
          : fmt::format("max_execution_time = {}", statement_timeout.count());
  execute(Statement{fmt::format(
      "SET SESSION lock_wait_timeout = {0}, innodb_lock_wait_timeout = {0}, {1}", wait, limit)});
}

}  // namespace covet::mysql
