#include "tests/bench/bare_client.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <cppconn/driver.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>
#include <libpq-fe.h>
#include <mysql_driver.h>
#include <sqlite3.h>

namespace covet::bench {
namespace {

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "error: %s\n", message.c_str());
  std::exit(1);
}

std::int64_t number_in(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// 2026-11-27 12:30:00, a fraction, and an offset of whole hours, which is 0 here.
Timestamp moment_in(std::string_view text) {
  const auto part = [&](std::size_t from, std::size_t size) {
    return static_cast<int>(number_in(text.substr(from, size)));
  };
  const std::chrono::sys_days day = std::chrono::year(part(0, 4)) /
                                    std::chrono::month(static_cast<unsigned>(part(5, 2))) /
                                    std::chrono::day(static_cast<unsigned>(part(8, 2)));
  auto time = std::chrono::microseconds(std::chrono::hours(part(11, 2)) +
                                        std::chrono::minutes(part(14, 2)) +
                                        std::chrono::seconds(part(17, 2)));
  if (text.size() > 20 && text[19] == '.') {
    std::int64_t unit = 100'000;
    for (std::size_t at = 20; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      time += std::chrono::microseconds((text[at] - '0') * unit);
      unit /= 10;
    }
  }
  return day + time;
}

class PostgresqlClient final : public BareClient, BareRow {
 public:
  explicit PostgresqlClient(const Url& url) : session_(PQconnectdb(url.text().c_str())) {
    if (PQstatus(session_) != CONNECTION_OK) fail(PQerrorMessage(session_));
    run("SET time zone 'UTC'");
  }
  PostgresqlClient(const PostgresqlClient&) = delete;
  PostgresqlClient& operator=(const PostgresqlClient&) = delete;
  ~PostgresqlClient() override { PQfinish(session_); }

  void run(const std::string& sql) override { PQclear(answer(sql)); }

  void each(const std::string& sql, const std::function<void(BareRow&)>& take) override {
    result_ = answer(sql);
    const int rows = PQntuples(result_);
    for (row_ = 0; row_ < rows; ++row_)
      take(*this);
    PQclear(result_);
  }

  void load(const std::string& table, const std::string&, const std::string& lines) override {
    PQclear(answer("COPY " + table + " FROM STDIN"));
    constexpr std::size_t piece = 1U << 16U;
    for (std::size_t at = 0; at < lines.size(); at += piece) {
      const std::size_t size = std::min(piece, lines.size() - at);
      if (PQputCopyData(session_, lines.data() + at, static_cast<int>(size)) != 1)
        fail(PQerrorMessage(session_));
    }
    PQputCopyEnd(session_, nullptr);
    while (PGresult* const result = PQgetResult(session_)) {
      if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQerrorMessage(session_));
      PQclear(result);
    }
  }

 private:
  std::int64_t integer(int column) override { return number_in(field(column)); }
  std::string text(int column) override { return std::string(field(column)); }
  std::string price(int column) override { return text(column); }
  Timestamp moment(int column) override { return moment_in(field(column)); }

  std::string_view field(int column) const {
    return {PQgetvalue(result_, row_, column),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }

  PGresult* answer(const std::string& sql) const {
    PGresult* const result = PQexec(session_, sql.c_str());
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
      fail(PQerrorMessage(session_));
    return result;
  }

  PGconn* session_;
  PGresult* result_ = nullptr;
  int row_ = 0;
};

class SqliteClient final : public BareClient, BareRow {
 public:
  explicit SqliteClient(const Url& url) {
    if (sqlite3_open(url.database.c_str(), &session_) != SQLITE_OK) fail(sqlite3_errmsg(session_));
  }
  SqliteClient(const SqliteClient&) = delete;
  SqliteClient& operator=(const SqliteClient&) = delete;
  ~SqliteClient() override { sqlite3_close(session_); }

  void run(const std::string& sql) override {
    if (sqlite3_exec(session_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
      fail(sqlite3_errmsg(session_));
  }

  void each(const std::string& sql, const std::function<void(BareRow&)>& take) override {
    prepare(sql);
    while (step())
      take(*this);
    sqlite3_finalize(statement_);
  }

  void load(const std::string& table, const std::string&, const std::string& lines) override {
    run("BEGIN");
    const auto columns = std::count(lines.begin(), lines.begin() + lines.find('\n'), '\t') + 1;
    std::string sql = "INSERT INTO " + table + " VALUES (?";
    for (auto i = columns; i > 1; --i)
      sql += ", ?";
    prepare(sql + ")");
    std::string_view rest = lines;
    while (!rest.empty()) {
      for (int i = 1; i <= columns; ++i) {
        const std::size_t end = rest.find_first_of("\t\n");
        if (i == 1) {
          sqlite3_bind_int64(statement_, i, number_in(rest.substr(0, end)));
        } else {
          sqlite3_bind_text(statement_, i, rest.data(), static_cast<int>(end), SQLITE_STATIC);
        }
        rest.remove_prefix(end + 1);
      }
      step();
      sqlite3_reset(statement_);
    }
    sqlite3_finalize(statement_);
    run("COMMIT");
  }

 private:
  std::int64_t integer(int column) override { return sqlite3_column_int64(statement_, column); }
  std::string text(int column) override { return std::string(field(column)); }
  Timestamp moment(int column) override { return moment_in(field(column)); }
  std::string price(int column) override {
    std::array<char, 32> digits{};
    const int size = std::snprintf(digits.data(), digits.size(), "%.2f",
                                   sqlite3_column_double(statement_, column));
    return {digits.data(), static_cast<std::size_t>(size)};
  }

  std::string_view field(int column) const {
    const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  void prepare(const std::string& sql) {
    if (sqlite3_prepare_v2(session_, sql.c_str(), -1, &statement_, nullptr) != SQLITE_OK)
      fail(sqlite3_errmsg(session_));
  }
  bool step() const {
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) fail(sqlite3_errmsg(session_));
    return code == SQLITE_ROW;
  }

  sqlite3* session_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

class MysqlClient final : public BareClient, BareRow {
 public:
  explicit MysqlClient(const Url& url) {
    sql::ConnectOptionsMap options;
    options["hostName"] =
        sql::SQLString("tcp://" + url.host + ":" + std::to_string(url.port) + "/" + url.database);
    options["userName"] = sql::SQLString(url.user);
    options["password"] = sql::SQLString(url.password);
    options["OPT_LOCAL_INFILE"] = 1;
    session_.reset(sql::mysql::get_driver_instance()->connect(options));
    run("SET NAMES utf8mb4");
  }

  void run(const std::string& sql) override {
    const std::unique_ptr<sql::Statement> statement(session_->createStatement());
    statement->execute(sql);
  }

  void each(const std::string& sql, const std::function<void(BareRow&)>& take) override {
    const std::unique_ptr<sql::Statement> statement(session_->createStatement());
    statement->setResultSetType(sql::ResultSet::TYPE_FORWARD_ONLY);
    result_.reset(statement->executeQuery(sql));
    while (result_->next())
      take(*this);
    result_.reset();
  }

  void load(const std::string& table, const std::string& file, const std::string&) override {
    run("LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE " + table + " CHARACTER SET utf8mb4");
  }

 private:
  std::int64_t integer(int column) override { return result_->getInt64(at(column)); }
  std::string text(int column) override { return result_->getString(at(column)).asStdString(); }
  std::string price(int column) override { return text(column); }
  Timestamp moment(int column) override {
    const sql::SQLString text = result_->getString(at(column));
    return moment_in(std::string_view(text.c_str(), text.length()));
  }
  static std::uint32_t at(int column) { return static_cast<std::uint32_t>(column + 1); }

  std::unique_ptr<sql::Connection> session_;
  std::unique_ptr<sql::ResultSet> result_;
};

}  // namespace

std::unique_ptr<BareClient> bare_client(const Url& url) {
  if (url.scheme == "postgresql") return std::make_unique<PostgresqlClient>(url);
  if (url.scheme == "mysql") return std::make_unique<MysqlClient>(url);
  return std::make_unique<SqliteClient>(url);
}

}  // namespace covet::bench
