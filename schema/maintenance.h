#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/db/connection.h"
#include "schema/schema.h"

namespace covet::schema {

struct DatabaseSize {
  std::string name;
  std::optional<std::uint64_t> bytes;  ///< nothing where this role may not know
};

struct TableSize {
  TableName name;
  std::optional<std::uint64_t> rows;  ///< mostly the engine's estimate
  std::uint64_t bytes = 0;            ///< with its indexes
  std::uint64_t index_bytes = 0;
};

struct RunningStatement {
  std::string id;           ///< what cancel() takes
  std::string description;  ///< who, from where, since when, doing what
};

/// One thing to know of a database's state.
struct Vital {
  std::string name;  ///< "replication"
  std::string detail;
  bool degraded = false;   ///< it will hurt soon
  bool attention = false;  ///< worth a look
};

/// Something that covet, or a statement that broke off, left in a database.
struct Leftover {
  std::string name;    ///< "index public.posts_feed_idx"
  std::string detail;  ///< what it is, and what it costs
  /// Clears it away, run by itself outside a transaction; "": nothing that a statement can do.
  std::string sql;
};

enum class Upkeep : std::uint8_t { vacuum, analyze, optimize, check };

/// What keeps a database in shape, and what it tells of itself beside its schema.
class Maintenance {
 public:
  virtual ~Maintenance() = default;
  /// Those of the server that this role may see, by name.
  virtual std::vector<DatabaseSize> databases(Connection& connection) const = 0;
  /// Those of the connection's database, the largest first.
  virtual std::vector<TableSize> tables(Connection& connection) const = 0;
  /// Statements, to be run one by one outside a transaction, for `tables`, or for all where there
  /// are none. Their rows, if any, are what they found. Throws Error{unsupported} where the engine
  /// has nothing of the kind.
  virtual std::vector<std::string> statements(Upkeep upkeep,
                                              const std::vector<TableName>& tables) const = 0;
  /// What other sessions run now.
  virtual std::vector<RunningStatement> running(Connection& /*connection*/) const { return {}; }
  /// Asks the session `id` to end its statement. Throws Error{not_found}, Error{permission}.
  virtual void cancel(Connection& connection, const std::string& id) const = 0;
  /// Who waited for whom in the last deadlocks that the server knows of, for people; "" where it
  /// knows of none. Throws Error{permission} where this role may not look.
  virtual std::string deadlocks(Connection& /*connection*/) const { return {}; }
  /// Copies the whole database into a new file. Throws Error{unsupported}.
  virtual void back_up(Connection& connection, const std::string& file) const = 0;
  /// What nobody works on any more: indexes that a broken build left invalid, databases and tables
  /// that covet made for the time of a command. Prepared transactions are TwoPhase's.
  virtual std::vector<Leftover> leftovers(Connection& connection) const = 0;
  /// Privileges, replication, room.
  virtual std::vector<Vital> vitals(Connection& connection) const = 0;
};

/// "1.4 GB", "512 MB", "17 kB".
std::string size_text(std::uint64_t bytes);

}  // namespace covet::schema
