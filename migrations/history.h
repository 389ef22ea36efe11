#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/db/connection.h"
#include "migrations/migration.h"
#include "schema/backend.h"

namespace covet::migrations {

enum class State : std::uint8_t { applying, applied, reverting, baseline };
std::string_view name_of(State state);

/// A row of the history table.
struct Applied {
  Version version;
  std::string name;
  std::string checksum;       ///< of up
  std::string down_checksum;  ///< "" without a down
  State state = State::applied;
  std::int64_t statements_done = 0;
  std::int64_t statements_total = 0;
  /// Of the first statements_done statements, so that a mended file can go on where it stopped.
  std::string done_checksum;
  /// The statement under way (counted from 1), 0: none; and the schema's fingerprint before it.
  std::int64_t under_way = 0;
  std::string fingerprint_before;
  Timestamp applied_at{};
  std::chrono::milliseconds took{0};
  std::string applied_by;
  std::string error;  ///< what the last attempt ended with
};

/// The history table: the only code that knows its name and shape. It is a schema::Table rendered
/// through Ddl. The connection and the ddl must outlive it.
class History {
 public:
  History(Connection& connection, const schema::Ddl& ddl, std::string table_name);

  /// True if the table is there. Writes nothing.
  bool exists();
  /// Creates the table where it is missing, and adds columns that an older covet's lacks.
  void ensure();
  /// Sorted by version; empty where the table is missing.
  std::vector<Applied> read();
  std::optional<Applied> find(const Version& version);

  /// Inserts the row, or replaces it. The unique key on version makes a second runner fail with
  /// unique_violation.
  void insert(const Applied& row);
  void update(const Applied& row);
  void remove(const Version& version);

  const std::string& table_name() const { return table_name_; }

 private:
  Connection& connection_;
  const schema::Ddl& ddl_;
  std::string table_name_;
};

/// The shape of the table, for every engine.
schema::Table history_table(const std::string& name, const schema::Ddl& ddl);

}  // namespace covet::migrations
