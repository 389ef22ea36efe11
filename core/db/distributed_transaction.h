#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/db/branch_id.h"
#include "core/db/transaction.h"
#include "core/db/two_phase.h"

namespace covet {

/// What a distributed transaction has just done.
enum class DistributedStep : std::uint8_t {
  begun,           ///< a connection is in its part of it
  prepared,        ///< a participant can no longer fail to commit
  written,         ///< the decision stands in the coordinator's open transaction
  decided,         ///< the coordinator has committed, and so the whole is
  part_committed,  ///< a participant has committed
  finished,        ///< every participant has, and the decision is forgotten
  rolled_back,     ///< everything is undone, or will be by recovery
};
std::string_view name_of(DistributedStep step);

struct DistributedProgress {
  DistributedStep step;
  std::size_t connection;  ///< its place in the list; the coordinator's where no one is meant
  const std::string& transaction;
};

struct DistributedOptions {
  TransactionOptions transaction{};
  /// Hears each step, for logs. What it throws before the decision undoes the transaction; what it
  /// throws later is dropped.
  std::function<void(const DistributedProgress&)> on_step{};
};

/// Commit is refused to one that has been open for longer: recovery forgets, after twice that
/// time, which ones it gave up.
inline constexpr std::chrono::hours longest_distributed_transaction{24};

/// A participant that the decision could not be told.
struct UnfinishedPart {
  std::size_t connection;  ///< its place in the list
  std::string id;          ///< under which it stays prepared
  Error why;
};

/// One transaction over several databases, of one or of several engines: all of them commit, or
/// none. Work is done through the connections themselves, which must be in no transaction before,
/// must outlive this, and must be left alone by others meanwhile. A Transaction on one of them is a
/// savepoint. Not for two threads.
///
/// The first connection is the coordinator; all others must be able to prepare
/// (Dialect::two_phase). One that can't may take part: wherever it stands, it is made the
/// coordinator. commit() prepares the others, writes the decision into covet_decisions within the
/// coordinator's own transaction, commits that, and tells the others. Who dies on the way, or loses
/// a connection, leaves prepared transactions, which hold their locks until recover()
/// (distributed_recovery.h, `covet doctor
/// --resolve`) looks the decision up. Every database gets the table covet_decisions, if it has
/// none, before the transaction begins. The outcome is as durable as the coordinator's COMMIT
/// (synchronous_commit, innodb_flush_log_at_trx_commit, synchronous).
class DistributedTransaction {
 public:
  /// Begins on each connection. Throws Error{usage} for an empty list, a connection that is there
  /// twice or in a transaction already; Error{unsupported} where two of them can't prepare, or a
  /// server is set up not to; what beginning throws, with everything undone.
  explicit DistributedTransaction(std::span<Connection* const> connections,
                                  DistributedOptions options = {},
                                  const Clock& clock = system_clock());
  /// Rolls back what was neither committed nor left in doubt.
  ~DistributedTransaction();
  DistributedTransaction(const DistributedTransaction&) = delete;
  DistributedTransaction& operator=(const DistributedTransaction&) = delete;

  /// When it returns, the whole is committed, for good; the result names the participants that
  /// could not be told so (their connection was lost): they stay prepared, hold their locks, and
  /// commit when recovery runs. Don't do the work again.
  ///
  /// When it throws, nothing is committed anywhere (a participant that could not be told stays
  /// prepared, and recovery rolls it back), with one exception: Errc::in_doubt, where the
  /// connection was lost during the coordinator's COMMIT. Then all participants stay prepared, and
  /// recovery finds out. Close their connections, or take them out of their pool: MariaDB lets
  /// nobody else end what a living session has prepared. Errc::serialization: recovery gave it up
  /// meanwhile; it may be done again.
  [[nodiscard]] std::vector<UnfinishedPart> commit();
  /// What can't be told so now is rolled back by its server, or by recovery. Nothing where it has
  /// ended.
  void rollback() noexcept;

  /// BranchId::transaction(); "" where there is but one connection, which needs none.
  const std::string& id() const { return transaction_; }
  /// The place in the list of the one that decides.
  std::size_t coordinator() const { return coordinator_; }

 private:
  enum class State : std::uint8_t { begun, prepared, unknown, ended };
  struct Part {
    Connection* connection;
    std::size_t place;
    std::string id;
    std::string identity;
    State state = State::begun;
  };

  void begin(std::span<Connection* const> connections);
  void name_parts(std::span<Connection* const> connections);
  void require_undisturbed();
  void prepare();
  void prepare(Part& part);
  void decide();
  void commit_decision();
  bool decision_stands();
  std::vector<UnfinishedPart> tell_parts();
  void undo() noexcept;
  bool undo(Part& part) noexcept;
  Error undone(Error error);
  void tell(DistributedStep step, std::size_t place) const;
  void tell_quietly(DistributedStep step, std::size_t place) const noexcept;

  DistributedOptions options_;
  const Clock& clock_;
  std::chrono::steady_clock::time_point started_;
  Connection* deciding_ = nullptr;
  std::size_t coordinator_ = 0;
  std::string transaction_;
  std::vector<Part> parts_;  ///< all but the coordinator
  std::optional<Transaction> own_;
  std::size_t left_prepared_ = 0;
  bool open_ = true;
};

}  // namespace covet
