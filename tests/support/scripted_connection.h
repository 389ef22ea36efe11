#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/db/connection.h"

namespace covet::tests {

class PlainDialect final : public Dialect {
 public:
  const DialectFacts& facts() const override { return facts_; }
  const LexicalRules& lexical_rules() const override { return rules_; }
  std::string quote(std::string_view identifier) const override { return std::string(identifier); }
  std::string placeholder(std::size_t) const override { return "?"; }
  std::string literal(const Value& value) const override { return to_text(value); }
  std::vector<std::string> begin(const TransactionOptions& options) const override {
    std::vector<std::string> sql = {"BEGIN"};
    if (options.isolation == Isolation::serializable) sql.emplace_back("SERIALIZABLE");
    if (options.access == Access::read_only) sql.emplace_back("READ ONLY");
    return sql;
  }

 private:
  DialectFacts facts_{};
  LexicalRules rules_{};
};

/// Keeps a log, knows BEGIN, COMMIT and ROLLBACK, and fails where it is told to, once a statement.
class ScriptedConnection final : public Connection {
 public:
  using Connection::execute;
  using Connection::fetch_all;

  const Dialect& dialect() const override { return dialect_; }
  const ServerInfo& server() const override { return server_; }
  std::uint64_t execute(const Statement& statement) override {
    log.push_back(statement.sql);
    if (const auto fault = faults.extract(statement.sql); !fault.empty()) {
      if (fault.mapped() == Errc::connection) usable_ = false;
      throw Error(fault.mapped(), "scripted");
    }
    if (statement.sql == "BEGIN") open_ = true;
    if (statement.sql == "COMMIT" || statement.sql == "ROLLBACK") open_ = false;
    return 0;
  }
  Rows fetch_all(const Statement&) override { return {}; }
  std::unique_ptr<Cursor> stream(const Statement&) override { return nullptr; }
  std::unique_ptr<BulkWriter> bulk(const BulkTarget&) override { return nullptr; }
  void ping() override { execute(Statement{"ping"}); }
  bool usable() const override { return usable_; }
  bool in_transaction() const override { return open_; }
  void cancel() noexcept override {}
  void set_timeouts(std::chrono::milliseconds, std::chrono::milliseconds) override {}

  std::string said() const { return join(log, "; "); }

  std::vector<std::string> log;
  std::map<std::string, Errc> faults;

 private:
  PlainDialect dialect_;
  ServerInfo server_;
  bool usable_ = true;
  bool open_ = false;
};

}  // namespace covet::tests
