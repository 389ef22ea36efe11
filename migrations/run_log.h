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
  std::string sql{};     ///< what a step came to, its beginning where it is long; no file says it
  std::size_t last = 0;  ///< not 0: `took` is that of all from `number` to this one
};

/// Those of one run. A file of a million statements has no million lines in the log: behind the
/// first thousand they are summed up a thousand at a time, but for steps and what took long.
class StatementTimes {
 public:
  void add(StatementTime time);
  /// Those of what came behind.
  void append(StatementTimes later);
  /// How many statements ran.
  std::size_t count() const { return count_; }
  const std::vector<StatementTime>& list() const { return list_; }
  void clear() { *this = StatementTimes(); }

 private:
  std::vector<StatementTime> list_;
  std::size_t count_ = 0;
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
