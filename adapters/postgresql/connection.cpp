#include "adapters/postgresql/connection.h"

#include <algorithm>

#include <fmt/core.h>
#include <sys/socket.h>

#include "adapters/postgresql/bulk.h"
#include "adapters/postgresql/conninfo.h"
#include "adapters/postgresql/copy_in.h"
#include "adapters/postgresql/cursor.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/server_message.h"
#include "adapters/postgresql/two_phase.h"
#include "adapters/postgresql/values.h"

namespace covet::postgresql {
namespace {

void require_text(std::string_view sql) {
  if (sql.find('\0') == std::string_view::npos) return;
  throw Error(Errc::usage, "a statement holds a NUL byte",
              "PostgreSQL would read only what is before it");
}

constexpr std::string_view unknown_statement = "26000";

/// Somebody may have changed a table, or said DEALLOCATE ALL, behind a prepared statement's back:
/// it keeps the types that its parameters had.
bool may_be_stale(const Error& error) {
  if (!error.sql()) return false;
  const std::string& state = error.sql()->state;
  return state == unknown_statement || state == "0A000" || state.starts_with("22") ||
         state.starts_with("42");
}

}  // namespace

PostgresqlConnection::PostgresqlConnection(const std::string& conninfo,
                                           const std::string& search_path,
                                           const ConnectOptions& options)
    : connection_(conninfo),
      session_(connection_),
      search_path_(search_path),
      access_(options.access),
      command_timeout_(options.command_timeout),
      statement_timeout_(options.statement_timeout),
      lock_timeout_(options.lock_timeout),
      // Not cancel_query: a frozen server would not answer that either.
      watchdog_([this] { ::shutdown(connection_.sock(), SHUT_RDWR); }) {
  compat::never_reconnect(connection_);
  set_up();
  read_server();
}

const Dialect& PostgresqlConnection::dialect() const {
  return postgresql::dialect();
}

std::uint64_t PostgresqlConnection::execute(const Statement& statement) {
  if (const auto copy = copy_in_of(statement.sql)) {
    require_text(statement.sql);
    return copy_in(*this, *copy);
  }
  return static_cast<std::uint64_t>(run(statement).affected_rows());
}

std::unique_ptr<Cursor> PostgresqlConnection::stream(const Statement& statement) {
  return open_cursor(*this, statement);
}

std::unique_ptr<BulkWriter> PostgresqlConnection::bulk(const BulkTarget& target) {
  return open_bulk(*this, target);
}

void PostgresqlConnection::set_timeouts(std::chrono::milliseconds statement_timeout,
                                        std::chrono::milliseconds lock_timeout) {
  run(Statement{fmt::format("SET statement_timeout = {}", statement_timeout.count())});
  run(Statement{fmt::format("SET lock_timeout = {}", lock_timeout.count())});
  statement_timeout_ = statement_timeout;
  lock_timeout_ = lock_timeout;
}

void PostgresqlConnection::reset_settings() {
  set_up("RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; ");
}

std::string PostgresqlConnection::schema_of(std::string_view table) {
  const std::optional<Row> found =
      fetch_one(Statement{"SELECT n.nspname AS home FROM pg_catalog.pg_class c"
                          " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                          " WHERE c.oid = pg_catalog.to_regclass($1)",
                          {dialect().quote(table)}});
  return found ? found->text("home") : "";
}

void PostgresqlConnection::on_notice(NoticeListener listener) {
  notices_.reset();
  if (!listener) return;
  const auto hear = [listener = std::move(listener)](std::string_view report) {
    try {
      ServerMessage said = parse_server_message(report, {});
      if (!said.detail.empty()) said.text += ": " + said.detail;
      listener({std::move(said.severity), std::move(said.text)});
    } catch (...) {
      // An exception can't pass through libpq; the statement's own outcome stands.
      return;
    }
  };
  notices_ = std::make_unique<compat::Notices>(connection_, hear);
}

pqxx::result PostgresqlConnection::run(const Statement& statement) {
  require_text(statement.sql);
  compat::Params params;
  params.reserve(statement.params.size());
  for (const Value& value : statement.params)
    params.push_back(to_parameter(value));
  // A pooler gives each transaction another session, which has not heard of them.
  if (params.empty() || pooled_) return send(statement, params);
  try {
    return send_prepared(statement, params);
  } catch (const Error& error) {
    if (!may_be_stale(error)) throw;
    const bool was_prepared = prepared_.forget(statement.sql);
    if (error.sql()->state == unknown_statement) prepared_.clear();
    if (!was_prepared || in_transaction_) throw;
  }
  return send(statement, params);
}

pqxx::result PostgresqlConnection::send(const Statement& statement, const compat::Params& params) {
  const std::vector<Effect> effects = effects_of(statement.sql);
  const bool commits = std::ranges::find(effects, Effect::commits) != effects.end();
  pqxx::result result;
  attempt(statement.sql, commits, [&] {
    result = compat::run(session_, statement.sql, params);
    const bool was_failed = failed_;
    follow(effects);
    if (commits && was_failed) {
      throw Error(Errc::statement, "the transaction was rolled back: a statement in it had failed");
    }
  });
  return result;
}

pqxx::result PostgresqlConnection::send_prepared(const Statement& statement,
                                                 const compat::Params& params) {
  const auto use = prepared_.use(statement.sql);
  pqxx::result result;
  attempt(statement.sql, false, [&] {
    if (const auto given_up = prepared_.evict()) connection_.unprepare(*given_up);
    if (!use) {
      result = compat::run(session_, statement.sql, params);
      return;
    }
    if (use->fresh) connection_.prepare(use->name, statement.sql);
    result = compat::run_prepared(session_, use->name, params);
  });
  return result;
}

void PostgresqlConnection::fail(const std::string& sql, bool commits) {
  Failed failed = translate_current(sql, cancelled_, commits, connection_.is_open());
  lost_ = failed.connection_lost || !connection_.is_open() || overdue_;
  if (lost_ || commits) {
    in_transaction_ = false;
    failed_ = false;
  } else if (in_transaction_) {
    failed_ = true;
  }
  if (overdue_ && !commits) {
    throw Error(Errc::connection,
                fmt::format("no answer within the command_timeout of {} ms: the connection was cut",
                            command_timeout_.count()),
                "see whether the server is frozen or the statement slow; command_timeout gives it "
                "longer")
        .with(SqlContext{.sql = sql, .state = {}, .offset = {}});
  }
  throw std::move(failed.error);
}

void PostgresqlConnection::follow(const std::vector<Effect>& effects) {
  for (const Effect effect : effects) {
    if (effect == Effect::begins) in_transaction_ = true;
    if (effect == Effect::commits || effect == Effect::rolls_back) in_transaction_ = false;
    failed_ = false;
  }
}

Rows PostgresqlConnection::fetch_all(const Statement& statement) {
  const pqxx::result result = run(statement);
  const Columns columns = columns_of(result);
  Rows rows;
  rows.reserve(static_cast<std::size_t>(result.size()));
  for (const auto& row : result) {
    std::vector<Value> values(columns.types.size());
    read_row(values, row, columns);
    rows.emplace_back(columns.names, std::move(values));
  }
  return rows;
}

void PostgresqlConnection::cancel() noexcept {
  try {
    cancelled_ = true;
    connection_.cancel_query();
  } catch (...) {
    // The statement ends by itself or by its deadline; there is nobody here to tell.
    static_cast<void>(0);
  }
}

/// With what is to run before, in one round trip.
void PostgresqlConnection::set_up(std::string_view before) {
  // Not as start-up options: poolers refuse those.
  std::string sql(before);
  sql +=
      "SET standard_conforming_strings = on; SET client_encoding = 'UTF8'; SET DateStyle = 'ISO, "
      "YMD';"
      " SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET extra_float_digits = 1";
  if (statement_timeout_.count() > 0) {
    sql += fmt::format("; SET statement_timeout = {}", statement_timeout_.count());
  }
  if (lock_timeout_.count() > 0) {
    sql += fmt::format("; SET lock_timeout = {}", lock_timeout_.count());
  }
  if (access_ == Access::read_only) {
    sql += "; SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";
  }
  if (!search_path_.empty()) sql += "; SET search_path = " + search_path_;
  run(Statement{sql});
}

void PostgresqlConnection::read_server() {
  const Rows rows = fetch_all(Statement{
      "SELECT current_setting('server_version') AS version,"
      " current_setting('server_version_num')::integer AS number, current_database() AS database,"
      " pg_backend_pid() AS pid, current_schema() AS schema,"
      " current_setting('max_prepared_transactions') AS max_prepared,"
      " (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS tls"});
  const Row& row = rows.at(0);
  server_.engine = "postgresql";
  server_.vendor = "PostgreSQL";
  const std::string version = row.text("version");
  server_.version = version.substr(0, version.find(' '));  // "15.20 (Debian 15.20-0+deb12u1)"
  const auto number = static_cast<int>(row.integer("number"));
  server_.version_number = number / 10000 * 10000 + number % 10000 * 100;
  server_.database = row.text("database");
  server_.session = fmt::format("{}", row.integer("pid"));
  server_.tls = row.text("tls");
  server_.details["current_schema"] = row.text("schema");
  server_.details[std::string(max_prepared_key)] = row.text("max_prepared");
  // A pooler makes the number up that it gives to its clients.
  pooled_ = connection_.backendpid() != row.integer("pid");
  if (pooled_) server_.details["pooler"] = "true";
}

std::unique_ptr<Connection> open(const Url& url, const ConnectOptions& options) {
  const Conninfo info = make_conninfo(url, options);
  try {
    return std::make_unique<PostgresqlConnection>(info.text, info.search_path, options);
  } catch (...) {
    throw translate_connect_failure(info.target, info.database);
  }
}

}  // namespace covet::postgresql
