#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/db/connection.h"
#include "core/model/model.h"
#include "core/query/compile.h"
#include "core/query/query_set.h"
#include "core/record/record.h"
#include "core/validate/registry.h"

namespace covet::record {

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

  /// select_related comes with the same statement, each prefetch_related with one more, however
  /// many rows there are.
  std::vector<Record> all(const query::QuerySet& query);
  /// One after the other, in constant memory. The record is the callee's to keep. Prefetches
  /// nothing.
  void each(const query::QuerySet& query, const std::function<void(Record)>& take);
  /// Throws Error{not_found} for none, Error{usage} for several.
  Record get(const query::QuerySet& query);
  std::optional<Record> first(const query::QuerySet& query);
  /// By key: those that are there.
  std::vector<Record> in_bulk(std::string_view model, const std::vector<Value>& keys);
  std::vector<std::vector<Value>> values(const query::QuerySet& query);
  std::uint64_t count(const query::QuerySet& query);
  bool exists(const query::QuerySet& query);
  validate::Row aggregate(const query::QuerySet& query);
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
  /// Writes these fields of all, a batch a statement, in one transaction.
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
  std::vector<Record> read(const query::QuerySet& query);
  void prefetch_one(const std::vector<Record*>& records, const std::string& path);
  validate::Row validated(const model::Model& model, validate::Row row, bool creating) const;
  void insert(Record& record);
  void update(Record& record);
  void tell(Signal signal, Record& record) const;
  query::QuerySet by_key(const Record& record) const;

  const model::ModelSet& models_;
  Connection& connection_;
  const Hooks& hooks_;
  Clock& clock_;
};

}  // namespace covet::record
