#include "core/db/transaction.h"

#include "core/base/error.h"
#include "core/db/backoff.h"

namespace covet {
namespace {

bool worth_another_try(const Error& error) {
  return error.code() == Errc::deadlock || error.code() == Errc::serialization;
}

}  // namespace

Transaction::Transaction(Connection& connection, const TransactionOptions& options)
    : connection_(connection) {
  if (connection_.in_transaction()) {
    savepoint_ = "covet_" + std::to_string(++connection_.savepoints_);
    try {
      connection_.execute("SAVEPOINT " + savepoint_);
    } catch (...) {
      --connection_.savepoints_;
      throw;
    }
    return;
  }
  try {
    for (const std::string& sql : connection_.dialect().begin(options))
      connection_.execute(sql);
  } catch (...) {
    undo_quietly();
    throw;
  }
}

Transaction::~Transaction() {
  if (open_) undo_quietly();
}

void Transaction::commit() {
  if (!open_) throw Error(Errc::internal, "the transaction has ended already");
  if (!savepoint_.empty()) {
    connection_.execute("RELEASE SAVEPOINT " + savepoint_);
    close();
    return;
  }
  try {
    connection_.execute("COMMIT");
    close();
  } catch (const Error& error) {
    if (error.code() == Errc::connection) {
      close();
      throw Error(Errc::in_doubt,
                  "the connection was lost during COMMIT, so whether it took effect is unknown: " +
                      error.message(),
                  "look into the database before you do it again");
    }
    // SQLite keeps the transaction open after a refused COMMIT.
    undo_quietly();
    throw;
  }
}

void Transaction::rollback() {
  if (!open_) return;
  try {
    undo();
  } catch (const Error&) {
    // A deadlock, or a server that went away, has rolled back already.
    if (connection_.usable() && connection_.in_transaction()) throw;
  }
}

void Transaction::undo() {
  close();
  if (!connection_.usable()) return;
  if (savepoint_.empty()) {
    connection_.execute("ROLLBACK");
  } else {
    connection_.execute("ROLLBACK TO SAVEPOINT " + savepoint_);
    connection_.execute("RELEASE SAVEPOINT " + savepoint_);
  }
}

void Transaction::undo_quietly() noexcept {
  try {
    undo();
  } catch (...) {
    // The error that brought us here is the one to tell.
  }
}

void Transaction::close() noexcept {
  open_ = false;
  if (!savepoint_.empty()) --connection_.savepoints_;
}

void in_transaction(Connection& connection, const TransactionOptions& options,
                    const BackoffOptions& retry, Clock& clock, const std::function<void()>& work) {
  // Within somebody else's transaction a deadlock has undone their work too: only they can start
  // again.
  const int attempts = connection.in_transaction() ? 1 : retry.attempts;
  for (int attempt = 1;; ++attempt) {
    try {
      Transaction transaction(connection, options);
      work();
      transaction.commit();
      return;
    } catch (const Error& error) {
      if (!worth_another_try(error) || attempt >= attempts || !connection.usable()) throw;
    }
    clock.sleep(delay_after(attempt, retry));
  }
}

}  // namespace covet
