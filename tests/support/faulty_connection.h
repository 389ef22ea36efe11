#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "core/base/error.h"
#include "core/db/connection.h"

namespace covet::tests {

/// Forwards to another connection; may fail or lose the line where a test says so.
class FaultyConnection : public Connection {
 public:
  explicit FaultyConnection(Connection& inner) : inner_(inner) {}

  std::vector<std::string> log;
  /// Called before each statement.
  std::function<void(const Statement&)> before = [](const Statement&) {};
  /// Called after each statement that succeeded.
  std::function<void(const Statement&)> after = [](const Statement&) {};
  bool lost = false;
  int cancelled = 0;
  NoticeListener hears;
  std::vector<std::string> timeouts;

  const Dialect& dialect() const override { return *dialect_; }
  void pretend(const Dialect& dialect) { dialect_ = &dialect; }
  const ServerInfo& server() const override { return inner_.server(); }
  std::uint64_t execute(const Statement& statement) override {
    return around(statement, [&] { return inner_.execute(statement); });
  }
  Rows fetch_all(const Statement& statement) override {
    return around(statement, [&] { return inner_.fetch_all(statement); });
  }
  std::unique_ptr<Cursor> stream(const Statement& statement) override {
    return around(statement, [&] { return inner_.stream(statement); });
  }
  std::unique_ptr<BulkWriter> bulk(const BulkTarget& target) override {
    return inner_.bulk(target);
  }
  void ping() override { inner_.ping(); }
  bool usable() const override { return !lost && inner_.usable(); }
  bool in_transaction() const override { return inner_.in_transaction(); }
  void on_notice(NoticeListener listener) override { hears = std::move(listener); }
  void cancel() noexcept override { ++cancelled; }
  void set_timeouts(std::chrono::milliseconds statement, std::chrono::milliseconds lock) override {
    timeouts.push_back(std::to_string(statement.count()) + "/" + std::to_string(lock.count()));
  }
  void reset_settings() override { inner_.reset_settings(); }
  std::string schema_of(std::string_view table) override { return inner_.schema_of(table); }
  using Connection::execute;
  using Connection::fetch_all;

  [[noreturn]] void lose() {
    lost = true;
    throw Error(Errc::connection, "the line is dead");
  }

 private:
  template <class Work>
  std::invoke_result_t<Work> around(const Statement& statement, const Work& work) {
    log.push_back(statement.sql);
    if (lost) throw Error(Errc::connection, "the line is dead");
    before(statement);
    auto result = work();
    after(statement);
    return result;
  }

  Connection& inner_;
  const Dialect* dialect_ = &inner_.dialect();
};

}  // namespace covet::tests
