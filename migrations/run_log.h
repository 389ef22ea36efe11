#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/db/connection.h"
#include "migrations/ledger.h"
#include "migrations/migration.h"
#include "schema/backend.h"

namespace covet::migrations {

struct StatementTime {
  std::size_t number = 0;  ///< in its section, from 1
  std::chrono::milliseconds took{0};
  std::string sql{};  ///< what a step came to, its beginning where it is long; no file says it
};

/// One attempt at one migration, in one direction.
struct RunRecord {
  Version version;
  std::string name;
  std::string direction;  ///< "up", "down"
  std::string outcome;    ///< "applied", "reverted", "failed"
  Timestamp started_at{};
  std::chrono::milliseconds took{0};
  std::vector<StatementTime> statements;  ///< those that ran in this attempt
  std::string who;                        ///< "anna@web-1"
  std::string tool;                       ///< "covet 1.2.0"
  std::string error;
};

/// What was run on this database, by whom and how long it took: a table beside the history, which
/// nothing is decided by. The connection and the ddl must outlive it.
class RunLog {
 public:
  RunLog(Connection& connection, const schema::Ddl& ddl, const std::string& history_table);
  /// Creates the table where it is missing.
  void ensure() { table_.ensure(); }
  void add(const RunRecord& record);
  /// The last `count`, or all, the newest first; empty where the table is missing.
  std::vector<RunRecord> read(std::optional<std::size_t> count);

 private:
  Ledger table_;
};

/// "covet_runs" beside "covet_migrations", else the history's name with "_runs" behind it.
std::string log_table_name(const std::string& history_table);

}  // namespace covet::migrations
