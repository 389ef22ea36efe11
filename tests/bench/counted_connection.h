#pragma once

#include <cstddef>
#include <memory>

#include "core/db/connection.h"

namespace covet::bench {

/// Forwards to another connection, which must outlive it, and counts statements that ask or write.
class CountedConnection final : public Connection {
 public:
  explicit CountedConnection(Connection& inner) : inner_(inner) {}

  std::size_t statements = 0;

  const Dialect& dialect() const override { return inner_.dialect(); }
  const ServerInfo& server() const override { return inner_.server(); }
  std::uint64_t execute(const Statement& statement) override {
    ++statements;
    return inner_.execute(statement);
  }
  Rows fetch_all(const Statement& statement) override {
    ++statements;
    return inner_.fetch_all(statement);
  }
  std::unique_ptr<Cursor> stream(const Statement& statement) override {
    ++statements;
    return inner_.stream(statement);
  }
  std::unique_ptr<BulkWriter> bulk(const BulkTarget& target) override {
    ++statements;
    return inner_.bulk(target);
  }
  void ping() override { inner_.ping(); }
  bool usable() const override { return inner_.usable(); }
  bool in_transaction() const override { return inner_.in_transaction(); }
  void cancel() noexcept override { inner_.cancel(); }
  void set_timeouts(std::chrono::milliseconds statement, std::chrono::milliseconds lock) override {
    inner_.set_timeouts(statement, lock);
  }
  void reset_settings() override { inner_.reset_settings(); }
  std::string schema_of(std::string_view table) override { return inner_.schema_of(table); }

 private:
  Connection& inner_;
};

}  // namespace covet::bench
