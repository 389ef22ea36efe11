#include "adapters/mysql/cursor.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <cppconn/connection.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include "adapters/mysql/dialect.h"
#include "adapters/mysql/errors.h"
#include "adapters/mysql/values.h"
#include "core/base/error.h"

namespace covet::mysql {
namespace {

class MysqlCursor final : public Cursor {
 public:
  MysqlCursor(MysqlConnection& connection, const Statement& statement)
      : connection_(connection), sql_(statement.sql) {
    connection_.guarded(sql_, [&](sql::Connection& session) {
      running_.reset(session.createStatement());
      running_->setResultSetType(sql::ResultSet::TYPE_FORWARD_ONLY);
      const std::string text = statement.params.empty() ? sql_ : substitute(sql_, statement.params);
      if (running_->execute(text)) result_.reset(running_->getResultSet());
    });
    if (result_) reader_.emplace(*result_);
    names_ = reader_ ? reader_->names() : std::make_shared<std::vector<std::string>>();
    row_.emplace(names_, std::vector<Value>(names_->size()));
    if (!result_) drain();
  }

  MysqlCursor(const MysqlCursor&) = delete;
  MysqlCursor& operator=(const MysqlCursor&) = delete;
  ~MysqlCursor() override {
    try {
      if (running_) leave();
    } catch (const Error&) {
      // Whoever leaves a result half read wants nothing of its rest.
      static_cast<void>(0);
    }
  }

  const std::vector<std::string>& names() const override { return *names_; }

  const Row* next() override {
    if (!result_) return nullptr;
    bool found = false;
    connection_.guarded(sql_, [&](sql::Connection&) {
      found = result_->next();
      if (found) reader_->read(row_->values());
    });
    if (found) return &*row_;
    drain();
    connection_.require_no_error(sql_);
    return nullptr;
  }

 private:
  /// A short rest is read; from a long one the server is told to desist.
  void leave() {
    constexpr std::chrono::milliseconds short_time{20};
    const auto deadline = std::chrono::steady_clock::now() + short_time;
    bool more = result_ != nullptr;
    connection_.guarded(sql_, [&](sql::Connection&) {
      while (more && std::chrono::steady_clock::now() < deadline)
        more = result_->next();
    });
    if (!more) return drain();
    connection_.cancel();
    drain();
    // It may have come when there was nothing left to stop, and would stop the next statement.
    connection_.execute("DO 0");
  }

  /// Takes what is left, or the next statement would find it in its way.
  void drain() {
    connection_.guarded(sql_, [&](sql::Connection&) {
      reader_.reset();
      result_.reset();
      while (running_->getMoreResults())
        result_.reset(running_->getResultSet());
      result_.reset();
      running_.reset();
    });
  }

  MysqlConnection& connection_;
  std::string sql_;
  std::unique_ptr<sql::Statement> running_;
  std::unique_ptr<sql::ResultSet> result_;
  std::optional<RowReader> reader_;
  std::shared_ptr<const std::vector<std::string>> names_;
  std::optional<Row> row_;
};

}  // namespace

std::unique_ptr<Cursor> open_cursor(MysqlConnection& connection, const Statement& statement) {
  return std::make_unique<MysqlCursor>(connection, statement);
}

}  // namespace covet::mysql
