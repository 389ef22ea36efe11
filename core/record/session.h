#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/db/transaction.h"
#include "core/record/audit.h"
#include "core/record/databases.h"
#include "core/record/query_cache.h"
#include "core/record/router.h"
#include "core/record/store.h"

namespace covet::record {

/// What all sessions of a program share. What it points to must outlive them, and the models their
/// records too.
struct SessionSetup {
  const model::ModelSet& models;
  const Databases& databases;
  const Router& router;
  const Hooks& hooks;
  QueryCache* cache = nullptr;   ///< null: no result is kept
  const Audit* audit = nullptr;  ///< null: no change is logged
  Clock& clock = system_clock();
};

struct SessionOptions {
  std::string who{};  ///< for the audit log
  /// So long after a write this session reads from the primary that it wrote to, and so sees its
  /// own writes. `never` doesn't; `always` does until its end.
  std::chrono::milliseconds own_writes{5'000};

  static constexpr std::chrono::milliseconds never{0};
  static constexpr std::chrono::milliseconds always = std::chrono::milliseconds::max();
};

/// Records of models wherever they are: each call borrows a connection to the database that the
/// Router names, and gives it back. What a Store offers, with the same promises.
///
/// Reads go to a replica, and to the next one, at last to the primary, where that can't be reached,
/// also where it goes away before the first row; writes, for_update() and what reads in order to
/// write go to the primary. Once a replica gave a row to each(), a lost connection is an error.
///
/// Cheap, for one thread: one a request. Copies are the same session: what one writes, the other
/// reads.
class Session {
 public:
  explicit Session(const SessionSetup& setup, SessionOptions options = {});

  /// The same session, in this very database, whatever the Router says. A replica takes no writes.
  /// Throws Error{usage} for a name that isn't there.
  Session on(std::string_view database) const;
  /// The same session, which asks the databases and not the cache.
  Session uncached() const;

  std::vector<Record> all(const query::QuerySet& query);
  void each(const query::QuerySet& query, const std::function<void(Record)>& take);
  Record get(const query::QuerySet& query);
  std::optional<Record> first(const query::QuerySet& query);
  std::vector<Record> in_bulk(std::string_view model, const std::vector<Value>& keys);
  Page page(const query::QuerySet& query, std::uint64_t rows, std::string_view after = {});
  std::vector<std::vector<Value>> values(const query::QuerySet& query);
  std::uint64_t count(const query::QuerySet& query);
  bool exists(const query::QuerySet& query);
  validate::Row aggregate(const query::QuerySet& query);
  std::string explain(const query::QuerySet& query, bool analyze = false);
  void refresh(Record& record);
  void prefetch(std::span<Record> records, const std::vector<std::string>& paths);

  std::uint64_t write(const query::QuerySet& query);
  Record create(std::string_view model, validate::Row values);
  void save(Record& record);
  void remove(Record& record);
  std::uint64_t bulk_create(std::string_view model, std::vector<validate::Row> rows);
  std::uint64_t bulk_update(std::span<Record> records, const std::vector<std::string>& fields);
  std::uint64_t upsert(std::string_view model, std::vector<validate::Row> rows,
                       const std::vector<std::string>& unique,
                       const std::vector<std::string>& update);
  std::pair<Record, bool> get_or_create(std::string_view model, const validate::Row& lookup,
                                        const validate::Row& defaults = {});
  std::pair<Record, bool> update_or_create(std::string_view model, const validate::Row& lookup,
                                           const validate::Row& values);
  void add(const Record& owner, std::string_view field, const std::vector<Value>& keys);
  void remove(const Record& owner, std::string_view field, const std::vector<Value>& keys);
  void set(const Record& owner, std::string_view field, const std::vector<Value>& keys);
  void clear(const Record& owner, std::string_view field);

  /// Runs `work` in a transaction of the primary that has this model, or that has this name (or
  /// whose replica has), and commits; again after a deadlock or a serialization failure, as
  /// Database::in_transaction does. Until it ends, all that this session reads and writes is in it,
  /// through the Store or through the session itself. A model that is elsewhere is Error{usage}:
  /// core/db/distributed_transaction.h spans several databases. One within another of the same
  /// primary is a savepoint.
  void in_transaction(std::string_view model_or_database, const std::function<void(Store&)>& work,
                      const TransactionOptions& options = {.isolation = Isolation::read_committed},
                      const BackoffOptions& retry = usual_transaction_retry);

 private:
  struct State;
  using Work = std::function<void(Store&)>;

  /// Of a call, as far as it matters for where it goes.
  struct Call {
    bool fresh = false;  ///< not from the cache
    bool lock = false;   ///< from the primary
    /// True: the caller has rows already, so that nobody else may be asked.
    std::function<bool()> begun{};
  };

  void read(std::string_view model, const Call& call, const Work& work);
  void read(const query::QuerySet& query, const Work& work);
  bool read_from(const std::string& database, bool last, const Call& call, const Work& work);
  void write(std::string_view model, const Work& work);
  bool within(const Work& work);
  const std::string& root_of(const query::Query& query) const;
  std::string route(std::string_view model, bool write) const;
  std::string primary_for_writing(std::string_view model) const;
  std::string primary_for_transaction(std::string_view model_or_database) const;
  std::vector<std::string> readers(const std::string& database, bool lock) const;
  void in_savepoint(const std::string& primary, const Work& work);
  void note_writes();

  std::shared_ptr<State> state_;
  std::string chosen_{};  ///< on(…)
  bool cached_ = true;
};

}  // namespace covet::record
