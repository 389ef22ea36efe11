#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/db/connection.h"

namespace covet {

/// A transaction that its session has prepared and that waits for COMMIT or ROLLBACK, whatever
/// becomes of that session.
struct PreparedTransaction {
  std::string id;
  std::optional<Timestamp> since{};  ///< when it was prepared, where the server tells
  std::string owner{};               ///< the role that prepared it, where the server tells
  std::string commit{};              ///< the statement that commits it
  std::string roll_back{};           ///< and the one that rolls it back
};

/// An engine's words for a transaction that is prepared before it is committed. Pure, but for
/// prepared(); one object serves all threads. An id is at most 64 bytes and unique on its server,
/// not only in its database.
class TwoPhase {
 public:
  virtual ~TwoPhase() = default;
  /// Throws Error{unsupported} where this server, as it is set up, can't prepare any.
  virtual void require(const ServerInfo& /*server*/) const {}
  /// Begins one that will be prepared as `id`.
  virtual std::vector<std::string> begin(std::string_view id,
                                         const TransactionOptions& options) const = 0;
  /// The last of these statements prepares it; until then it ends with its session.
  virtual std::vector<std::string> prepare(std::string_view id) const = 0;
  /// Undo one that is begun and not prepared, however far prepare() has come. Each is to be run
  /// even where the one before it was refused.
  virtual std::vector<std::string> abandon(std::string_view id) const = 0;
  /// Ends a prepared one, from any session that is in no transaction. Errc::undefined_object says
  /// that there is none of that id, or, where an engine keeps a prepared one to its session as long
  /// as that lives (MariaDB), that it isn't this session's: prepared() tells the two apart.
  virtual std::string commit(std::string_view id) const = 0;
  virtual std::string roll_back(std::string_view id) const = 0;
  /// What stands behind a CREATE TABLE, so that the table is one that takes part in transactions.
  virtual std::string_view table_options() const { return {}; }
  /// What is prepared in this database, or, on an engine that doesn't keep its databases apart
  /// (MySQL), on its server; by id. Throws Error{permission}.
  virtual std::vector<PreparedTransaction> prepared(Connection& connection) const = 0;
};

}  // namespace covet
