#pragma once

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
#include "core/db/connection.h"
#include "core/model/model.h"
#include "core/query/keyset.h"
#include "core/query/query_set.h"
#include "core/record/observer.h"
#include "core/record/record_stream.h"
#include "core/validate/registry.h"

namespace covet::record {

class Witness;

/// Told around a record's writing, one record at a time; bulk writes tell nobody.
enum class Signal : std::uint8_t { before_save, after_save, before_remove, after_remove };

/// What a program adds to the models: validators and listeners. Filled when it starts; read by any
/// thread.
struct Hooks {
  validate::Registry validators{};
  /// May change the record before it is saved, or throw, which stops it.
  using Listener = std::function<void(Signal, Record&)>;
  std::vector<std::pair<std::string, Listener>> listeners{};  ///< by model; "": all
};

/// Some rows of a query.
struct Page {
  std::vector<Record> records;
  std::string next;  ///< the place where the next one begins; "": there are no more rows
};

/// Reads and writes records of models through one connection. As cheap as a reference, and no safer
/// than its connection: one thread at a time. Models, connection and hooks must outlive it, and the
/// models its records too. Everything throws what Connection does, and Error{usage} for what the
/// models don't know or a value that doesn't fit; each call is one statement unless it says so.
class Store {
 public:
  Store(const model::ModelSet& models, Connection& connection, const Hooks& hooks,
        Clock& clock = system_clock())
      : models_(models), connection_(connection), hooks_(hooks), clock_(clock) {}
  const model::ModelSet& models() const { return models_; }

  /// From now on `observer`, which must outlive it, hears what it reads and writes; null: nobody.
  /// One that wants rows costs each write a transaction and statements that read them, and
  /// bulk_create() without keys, or upsert(), a statement a row; a write to a model without a key,
  /// an update() of a key, and an upsert() without its key's values are then
  /// Error{unsupported}.
  Store& observed_by(Observer* observer) {
    observer_ = observer;
    return *this;
  }
  /// For statements of one's own.
  Connection& connection() const { return connection_; }

  /// select_related comes with the same statement, each prefetch_related with one more, however
  /// many rows there are.
  std::vector<Record> all(const query::QuerySet& query);
  /// One after the other, in constant memory. The record is the callee's to keep. Prefetches
  /// nothing.
  void each(const query::QuerySet& query, const std::function<void(Record)>& take);
  /// The same for a loop, or, with ReadAhead, for a thread beside the one that works.
  RecordStream stream(const query::QuerySet& query);
  /// Throws Error{not_found} for none, Error{usage} for several.
  Record get(const query::QuerySet& query);
  std::optional<Record> first(const query::QuerySet& query);
  /// By key: those that are there.
  std::vector<Record> in_bulk(std::string_view model, const std::vector<Value>& keys);
  /// `rows` rows behind the place where the page before ended; see query::page_query. Prefetches
  /// too.
  Page page(const query::QuerySet& query, std::uint64_t rows, std::string_view after = {});
  std::vector<std::vector<Value>> values(const query::QuerySet& query);
  std::uint64_t count(const query::QuerySet& query);
  bool exists(const query::QuerySet& query);
  validate::Row aggregate(const query::QuerySet& query);
  /// How the engine would run it, in its own words, a line a step; `analyze`: runs it, and says how
  /// long each part took. Throws Error{unsupported} where the engine can't, Error{usage} for the
  /// analysis of a query that writes.
  std::string explain(const query::QuerySet& query, bool analyze = false);
  /// update(…) and remove() of a QuerySet. Return the number of rows. Tell no listener; the
  /// database does what on_delete says.
  std::uint64_t write(const query::QuerySet& query);

  /// Validates, fills in, inserts, and reads back what the database made (its key).
  Record create(std::string_view model, validate::Row values);
  /// Inserts a new one; of one that is stored writes only what changed, and nothing where nothing
  /// did. Throws Error{not_found} where its row is gone.
  void save(Record& record);
  void remove(Record& record);
  /// Reads its values again.
  void refresh(Record& record);

  /// Validates each row, then loads them by the engine's fastest way, in one transaction. The error
  /// names the row, counted from 1.
  std::uint64_t bulk_create(std::string_view model, std::vector<validate::Row> rows);
  /// Writes these fields of all, and those of auto_now, a batch a statement, in one transaction. Of
  /// records with the same key the last one holds. Returns the number of rows that were there.
  std::uint64_t bulk_update(std::span<Record> records, const std::vector<std::string>& fields);
  /// Inserts; where `unique` (fields of a unique key) is taken, writes `update` instead, or, where
  /// that is empty, leaves the row alone. In batches, in one transaction. Returns what the engine
  /// counts.
  std::uint64_t upsert(std::string_view model, std::vector<validate::Row> rows,
                       const std::vector<std::string>& unique,
                       const std::vector<std::string>& update);
  /// True: it was made. Safe beside others where `lookup` is a unique key.
  std::pair<Record, bool> get_or_create(std::string_view model, const validate::Row& lookup,
                                        const validate::Row& defaults = {});
  std::pair<Record, bool> update_or_create(std::string_view model, const validate::Row& lookup,
                                           const validate::Row& values);

  /// Of a ManyToMany field, or its way back: the rows of its junction. Each is one transaction.
  void add(const Record& owner, std::string_view field, const std::vector<Value>& keys);
  void remove(const Record& owner, std::string_view field, const std::vector<Value>& keys);
  void set(const Record& owner, std::string_view field, const std::vector<Value>& keys);
  void clear(const Record& owner, std::string_view field);

  /// Reads what `paths` lead to, for all records at once.
  void prefetch(std::span<Record> records, const std::vector<std::string>& paths);

 private:
  query::Compiled compiled(const query::QuerySet& query) const;
  std::unique_ptr<Cursor> open(const query::Query& query, const Statement& statement);
  std::optional<Row> first_row(const query::Query& query, const Statement& statement);
  std::vector<Record> read(const query::QuerySet& query);
  void prefetch_one(const std::vector<Record*>& records, const std::string& path);
  validate::Row validated(const model::Model& model, validate::Row row, bool creating) const;
  void insert(Record& record);
  void update(Record& record);
  void tell(Signal signal, Record& record) const;
  query::QuerySet by_key(const Record& record) const;

  void announce_read(const query::Query& query);
  /// True: the rows are wanted.
  bool announce(const model::Model& model, Action action);
  bool announce_junction(const model::Model& owner, std::string_view table,
                         std::string_view subject, Action action);
  void tell_changes(std::string_view subject, const std::vector<RowChange>& changes);
  void create_told(const model::Model& model, std::vector<validate::Row> rows);
  void witnessed(const model::Model& model, std::vector<std::vector<Value>> keys,
                 const std::function<void()>& work);
  std::uint64_t write_witnessed(const query::QuerySet& query, const model::Model& model);
  std::uint64_t upsert_witnessed(const model::Model& model, const std::vector<validate::Row>& rows,
                                 const std::vector<std::string>& unique,
                                 const std::vector<std::string>& update);
  std::uint64_t upsert_seen(const model::Model& model, const std::vector<validate::Row>& rows,
                            const std::vector<std::vector<Value>>& keys,
                            const std::vector<std::string>& unique, const Witness& witness,
                            const std::vector<std::string>& update);

  const model::ModelSet& models_;
  Connection& connection_;
  const Hooks& hooks_;
  Clock& clock_;
  Observer* observer_ = nullptr;
};

}  // namespace covet::record
