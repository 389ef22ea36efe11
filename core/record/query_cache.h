#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/clock.h"
#include "core/db/connection.h"
#include "core/query/query.h"
#include "core/record/table_graph.h"

namespace covet::record {

struct QueryCacheOptions {
  std::chrono::milliseconds time_to_live{60'000};
  std::size_t most_bytes = std::size_t{64} << 20U;
  /// So long after a write nothing that a replica says of its tables is kept: it may not have heard
  /// of the write yet.
  std::chrono::milliseconds replica_lag{5'000};
  /// Keeps answers of queries with SQL as it is, too. Of the tables in that SQL, a write is noticed
  /// only where they are models' and stand in quotes.
  bool raw_sql = false;
};

struct QueryCacheStats {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;     ///< of what may be kept
  std::uint64_t bypassed = 0;   ///< never kept: see is_cacheable()
  std::uint64_t evictions = 0;  ///< for want of room
  std::uint64_t expired = 0;    ///< by their time
  std::uint64_t dropped = 0;    ///< as their tables were written to
  std::uint64_t overtaken = 0;  ///< not kept, as their tables were written to meanwhile
  std::size_t entries = 0;
  std::size_t bytes = 0;
};

/// Results of queries over the models, kept for a time. Safe from any thread; one object serves all
/// databases of a ModelSet.
///
/// A write is noticed where it goes through this process and this object: record::Session tells it
/// of its own, when they are committed; who writes around it calls wrote(). It drops what was read
/// from the model's table and from those that its keys reach (ON DELETE, ON UPDATE, junctions,
/// partitions). Writes of others, of triggers and of raw SQL show only after `time_to_live`, and so
/// does what changes behind a view. What an answer depends on besides the database, the statement
/// and its parameters (who is logged in, row-level security, a search path) is no part of the key:
/// don't keep such answers. Threads that miss the same at once ask once each.
///
/// A result can't come in late: one whose tables were written to after its reading began isn't
/// kept.
class QueryCache {
 public:
  using Kept = std::shared_ptr<const Rows>;
  /// Who was asked. Replicas that hold the same may share a name; a primary has one of its own.
  struct Source {
    std::string name;
    bool replica = false;
  };

  /// `models` is only read here; `clock` must outlive it.
  explicit QueryCache(const model::ModelSet& models, const QueryCacheOptions& options = {},
                      Clock& clock = system_clock());

  /// What is kept of `statement`, which compile() made of `query`, or what `fetch` gives, which is
  /// kept then. Null, and nothing is fetched, where its answers may not be kept. Throws what
  /// `fetch` does. Calls it outside of locks.
  Kept rows(const Source& source, const query::Query& query, const Statement& statement,
            const Dialect& dialect, const std::function<Rows()>& fetch);

  /// Rows of a table of the models were written, and are committed.
  void wrote(std::string_view table, Action action);
  void clear();
  QueryCacheStats stats() const;

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Entry {
    std::string key;
    Kept rows{};
    TableGraph::Tables tables{};
    std::size_t bytes = 0;
    Time expires{};
  };
  using Entries = std::list<Entry>;  ///< the last used first
  /// The last write to a table.
  struct Written {
    std::uint64_t number = 0;
    std::optional<Time> when{};
  };

  Kept find(const std::string& key, Time now);
  void keep(Entry entry, const Source& source, std::uint64_t began, Time asked);
  bool overtaken(const Entry& entry, const Source& source, std::uint64_t began, Time asked) const;
  void drop(Entries::iterator entry);

  const TableGraph graph_;
  const QueryCacheOptions options_;
  Clock& clock_;

  mutable std::mutex mutex_;  ///< guards all below
  Entries entries_;
  std::unordered_map<std::string_view, Entries::iterator> by_key_;
  std::vector<std::unordered_set<const Entry*>> by_table_;
  std::vector<Written> written_;  ///< by table
  std::uint64_t writes_ = 0;      ///< so many there were
  std::uint64_t cleared_ = 0;     ///< at this number
  QueryCacheStats stats_;
};

}  // namespace covet::record
