#pragma once

#include <functional>
#include <string>

#include "core/base/clock.h"
#include "core/config/tuning.h"
#include "core/db/connection.h"

namespace covet {

/// A transaction, or, begun while one is open on the connection, a savepoint in it. Rolls back when
/// destroyed unfinished. The Connection must outlive it; nested ones end in reverse order.
class Transaction {
 public:
  explicit Transaction(Connection& connection, const TransactionOptions& options = {});
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Throws Errc::in_doubt when the connection is lost before the server's answer: whether it
  /// committed is unknown.
  void commit();
  void rollback();

 private:
  void undo();
  void undo_quietly() noexcept;
  void close() noexcept;

  Connection& connection_;
  std::string savepoint_;
  bool open_ = true;
};

/// How often a transaction is tried, and the first pause after a deadlock.
constexpr BackoffOptions usual_transaction_retry{3, std::chrono::milliseconds{100}};

/// Runs `work` in a transaction and commits; after a deadlock or a serialization failure rolls back
/// and runs it again. Never retries Errc::in_doubt.
void in_transaction(Connection& connection, const TransactionOptions& options,
                    const BackoffOptions& retry, Clock& clock, const std::function<void()>& work);

}  // namespace covet
