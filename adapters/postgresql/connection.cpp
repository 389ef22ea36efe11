#include "adapters/postgresql/connection.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/conninfo.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/errors.h"
#include "adapters/postgresql/pqxx_compat.h"
#include "adapters/postgresql/values.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

/// What a statement does to the transaction that it runs in.
enum class Effect : std::uint8_t { none, begins, commits, rolls_back, returns_to_savepoint };

Effect effect_of(std::span<const Token> tokens) {
  if (tokens.empty()) return Effect::none;
  const auto second_is = [&](std::string_view word) {
    return std::any_of(tokens.begin() + 1, tokens.end(),
                       [&](const Token& token) { return is_word(token, word); });
  };
  const Token& first = tokens.front();
  if (is_word(first, "BEGIN") || is_word(first, "START")) return Effect::begins;
  if (is_word(first, "ROLLBACK") || is_word(first, "ABORT")) {
    if (second_is("PREPARED")) return Effect::none;
    if (second_is("TO")) return Effect::returns_to_savepoint;
    return second_is("CHAIN") && !second_is("NO") ? Effect::begins : Effect::rolls_back;
  }
  if (is_word(first, "COMMIT") || is_word(first, "END")) {
    if (second_is("PREPARED")) return Effect::none;
    return second_is("CHAIN") && !second_is("NO") ? Effect::begins : Effect::commits;
  }
  if (is_word(first, "PREPARE") && tokens.size() > 1 && is_word(tokens[1], "TRANSACTION")) {
    return Effect::commits;
  }
  return Effect::none;
}

/// Of the first statement; texts with several are looked at one by one.
std::vector<Effect> effects_of(std::string_view sql) {
  const LexicalRules& rules = dialect().lexical_rules();
  constexpr std::size_t longest_control_statement = 200;
  if (sql.size() > longest_control_statement && sql.find(';') == std::string_view::npos) return {};
  const std::vector<Token> tokens = lex_code(sql, rules);
  std::vector<Effect> effects;
  for (auto from = tokens.begin(); from != tokens.end();) {
    const auto to =
        std::find_if(from, tokens.end(), [](const Token& token) { return token.text == ";"; });
    if (const Effect effect = effect_of({from, to}); effect != Effect::none)
      effects.push_back(effect);
    from = to == tokens.end() ? to : to + 1;
  }
  return effects;
}

void require_text(std::string_view sql) {
  if (sql.find('\0') == std::string_view::npos) return;
  throw Error(Errc::usage, "a statement holds a NUL byte",
              "PostgreSQL would read only what is before it");
}

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(const std::string& conninfo, const std::string& search_path,
                       const ConnectOptions& options)
      : connection_(conninfo), session_(connection_) {
    compat::never_reconnect(connection_);
    set_up(search_path, options);
    read_server();
  }

  const Dialect& dialect() const override { return postgresql::dialect(); }
  const ServerInfo& server() const override { return server_; }
  std::uint64_t execute(const Statement& statement) override {
    return static_cast<std::uint64_t>(run(statement).affected_rows());
  }
  Rows query(const Statement& statement) override;
  void ping() override { run(Statement{""}); }
  bool usable() const override { return !lost_; }
  bool in_transaction() const override { return in_transaction_; }
  void cancel() noexcept override;
  void set_timeouts(std::chrono::milliseconds statement_timeout,
                    std::chrono::milliseconds lock_timeout) override {
    run(Statement{fmt::format("SET statement_timeout = {}", statement_timeout.count())});
    run(Statement{fmt::format("SET lock_timeout = {}", lock_timeout.count())});
  }

 private:
  void set_up(const std::string& search_path, const ConnectOptions& options);
  void read_server();
  pqxx::result run(const Statement& statement);
  void follow(const std::vector<Effect>& effects);

  pqxx::connection connection_;
  pqxx::nontransaction session_;
  ServerInfo server_;
  std::atomic<bool> cancelled_ = false;
  bool lost_ = false;
  bool in_transaction_ = false;
  bool failed_ = false;  ///< in a transaction that can only be rolled back
};

pqxx::result PostgresqlConnection::run(const Statement& statement) {
  if (lost_) throw Error(Errc::connection, "the connection was lost", "run the command again");
  require_text(statement.sql);
  compat::Params params;
  params.reserve(statement.params.size());
  for (const Value& value : statement.params)
    params.push_back(to_parameter(value));

  const std::vector<Effect> effects = effects_of(statement.sql);
  const bool commits = std::ranges::find(effects, Effect::commits) != effects.end();
  cancelled_ = false;
  try {
    pqxx::result result = compat::run(session_, statement.sql, params);
    const bool was_failed = failed_;
    follow(effects);
    if (commits && was_failed) {
      throw Error(Errc::statement, "the transaction was rolled back: a statement in it had failed");
    }
    return result;
  } catch (...) {
    Failed failed = translate_current(statement.sql, cancelled_, commits);
    lost_ = failed.connection_lost || !connection_.is_open();
    if (lost_ || commits) {
      in_transaction_ = false;
      failed_ = false;
    } else if (in_transaction_) {
      failed_ = true;
    }
    throw std::move(failed.error);
  }
}

void PostgresqlConnection::follow(const std::vector<Effect>& effects) {
  for (const Effect effect : effects) {
    if (effect == Effect::begins) in_transaction_ = true;
    if (effect == Effect::commits || effect == Effect::rolls_back) in_transaction_ = false;
    failed_ = false;
  }
}

Rows PostgresqlConnection::query(const Statement& statement) {
  const pqxx::result result = run(statement);
  const auto width = static_cast<std::size_t>(result.columns());
  auto names = std::make_shared<std::vector<std::string>>();
  std::vector<unsigned> types;
  for (std::size_t i = 0; i < width; ++i) {
    const auto column = static_cast<pqxx::row::size_type>(i);
    names->emplace_back(result.column_name(column));
    types.push_back(static_cast<unsigned>(result.column_type(column)));
  }
  Rows rows;
  rows.reserve(static_cast<std::size_t>(result.size()));
  for (const auto& row : result) {
    std::vector<Value> values;
    values.reserve(width);
    for (std::size_t i = 0; i < width; ++i) {
      const auto field = row[static_cast<pqxx::row::size_type>(i)];
      values.push_back(
          field.is_null()
              ? Value(Null{})
              : from_text({field.c_str(), static_cast<std::size_t>(field.size())}, types[i]));
    }
    rows.emplace_back(names, std::move(values));
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

void PostgresqlConnection::set_up(const std::string& search_path, const ConnectOptions& options) {
  // Not as start-up options: poolers refuse those.
  std::string sql =
      "SET standard_conforming_strings = on; SET client_encoding = 'UTF8'; SET DateStyle = 'ISO, "
      "YMD';"
      " SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET extra_float_digits = 1";
  if (options.statement_timeout.count() > 0) {
    sql += fmt::format("; SET statement_timeout = {}", options.statement_timeout.count());
  }
  if (options.lock_timeout.count() > 0) {
    sql += fmt::format("; SET lock_timeout = {}", options.lock_timeout.count());
  }
  if (options.access == Access::read_only) {
    sql += "; SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";
  }
  if (!search_path.empty()) sql += "; SET search_path = " + search_path;
  run(Statement{sql});
}

void PostgresqlConnection::read_server() {
  const Rows rows = query(Statement{
      "SELECT current_setting('server_version') AS version,"
      " current_setting('server_version_num')::integer AS number, current_database() AS database,"
      " pg_backend_pid() AS pid, current_schema() AS schema,"
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
  // A pooler makes the number up that it gives to its clients.
  if (connection_.backendpid() != row.integer("pid")) server_.details["pooler"] = "true";
}

}  // namespace

std::unique_ptr<Connection> open(const Url& url, const ConnectOptions& options) {
  const Conninfo info = make_conninfo(url, options);
  try {
    return std::make_unique<PostgresqlConnection>(info.text, info.search_path, options);
  } catch (...) {
    throw translate_connect_failure(info.target, info.database);
  }
}

}  // namespace covet::postgresql
