#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/value.h"
#include "core/db/connection.h"

namespace covet {

/// What became of a distributed transaction, in the table covet_decisions of its coordinator.
struct Decision {
  std::string transaction;  ///< BranchId::transaction()
  bool commit = false;      ///< else it is rolled back
  /// The identities of the databases that had to prepare it; empty for one that recovery gave up.
  std::vector<std::string> participants{};
  Timestamp made{};
};

/// The table covet_decisions of one database, in the connection's default schema: a row with the
/// database's own identity, and one for each distributed transaction that is decided and not yet
/// forgotten. A copy of a database bears the identity of its original: delete its row (id
/// 'database') before both take part in anything. The connection must outlive this.
class Decisions {
 public:
  explicit Decisions(Connection& connection) : connection_(connection) {}

  static constexpr std::string_view table_name = "covet_decisions";

  /// Makes the table and the identity where they are missing, also where another process does so at
  /// the same time. To be called outside a transaction, as DDL may end one. Throws
  /// Error{permission} where this role may not make tables.
  std::string identity();
  /// The same, and writes nothing: nothing where there is none.
  std::optional<std::string> find_identity();

  /// Throws Error{unique_violation} where somebody was faster; waits for one whose transaction is
  /// still open.
  void insert(const Decision& decision);
  std::optional<Decision> find(const std::string& transaction);
  /// By transaction; empty where the table is missing.
  std::vector<Decision> read();
  void remove(const std::string& transaction);

 private:
  std::string table() const;
  std::string column(std::string_view name) const;
  void create();

  Connection& connection_;
};

}  // namespace covet
