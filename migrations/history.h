#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/db/connection.h"
#include "migrations/ledger.h"
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
  std::string session{};  ///< that runs it, as Sessions names it
  /// Of the statement behind the last done one, where it runs in batches: the last key that is
  /// done, as SQL.
  std::string batch_key{};
  Timestamp applied_at{};
  std::chrono::milliseconds took{0};
  std::string applied_by;
  std::string error;  ///< what the last attempt ended with
  std::string tags;   ///< the names that mark this version, a line each
};

/// The history table: the only code that knows its name and shape. The connection and the ddl must
/// outlive it.
class History {
 public:
  History(Connection& connection, const schema::Ddl& ddl, std::string table_name);

  /// True if the table is there. Writes nothing.
  bool exists() { return table_.exists(); }
  /// Creates the table where it is missing, and adds columns that an older covet's lacks.
  void ensure() { table_.ensure(); }
  /// Sorted by version; empty where the table is missing.
  std::vector<Applied> read();
  std::optional<Applied> find(const Version& version);

  /// Inserts the row, or replaces it. The unique key on version makes a second runner fail with
  /// unique_violation.
  void insert(const Applied& row);
  /// All but the tags, which no run touches.
  void update(const Applied& row);
  /// In a transaction: waits for others that change the row, and keeps them from it. Nothing where
  /// there is none.
  void lock(const Version& version) { table_.lock(version.text()); }
  void remove(const Version& version) { table_.remove(version.text()); }
  void set_tags(const Version& version, const std::string& tags) {
    table_.set(version.text(), "tags", tags);
  }

  const std::string& table_name() const { return table_.name(); }

 private:
  Ledger table_;
};

/// The shape of the table, for every engine.
schema::Table history_table(const std::string& name, const schema::Ddl& ddl);

}  // namespace covet::migrations
