#include "core/record/session.h"

// What a Store offers, each call with a connection of its own.
namespace covet::record {

using query::QuerySet;

std::vector<Record> Session::all(const QuerySet& query) {
  std::optional<std::vector<Record>> result;
  read(query, [&](Store& store) { result.emplace(store.all(query)); });
  return std::move(*result);
}

void Session::each(const QuerySet& query, const std::function<void(Record)>& take) {
  bool begun = false;
  Call call;
  call.lock = query.query().lock.has_value();
  call.begun = [&] { return begun; };
  read(root_of(query.query()), call, [&](Store& store) {
    store.each(query, [&](Record record) {
      begun = true;
      take(std::move(record));
    });
  });
}

Record Session::get(const QuerySet& query) {
  std::optional<Record> result;
  read(query, [&](Store& store) { result.emplace(store.get(query)); });
  return std::move(*result);
}

std::optional<Record> Session::first(const QuerySet& query) {
  std::optional<Record> result;
  read(query, [&](Store& store) { result = store.first(query); });
  return result;
}

std::vector<Record> Session::in_bulk(std::string_view model, const std::vector<Value>& keys) {
  std::optional<std::vector<Record>> result;
  read(model, Call{}, [&](Store& store) { result.emplace(store.in_bulk(model, keys)); });
  return std::move(*result);
}

std::vector<std::vector<Value>> Session::values(const QuerySet& query) {
  std::optional<std::vector<std::vector<Value>>> result;
  read(query, [&](Store& store) { result.emplace(store.values(query)); });
  return std::move(*result);
}

std::uint64_t Session::count(const QuerySet& query) {
  std::optional<std::uint64_t> result;
  read(query, [&](Store& store) { result.emplace(store.count(query)); });
  return *result;
}

bool Session::exists(const QuerySet& query) {
  std::optional<bool> result;
  read(query, [&](Store& store) { result.emplace(store.exists(query)); });
  return *result;
}

validate::Row Session::aggregate(const QuerySet& query) {
  std::optional<validate::Row> result;
  read(query, [&](Store& store) { result.emplace(store.aggregate(query)); });
  return std::move(*result);
}

Page Session::page(const QuerySet& query, std::uint64_t rows, std::string_view after) {
  std::optional<Page> result;
  read(query, [&](Store& store) { result.emplace(store.page(query, rows, after)); });
  return std::move(*result);
}

std::string Session::explain(const QuerySet& query, bool analyze) {
  std::string result;
  read(query, [&](Store& store) { result = store.explain(query, analyze); });
  return result;
}

void Session::refresh(Record& record) {
  Call call;
  call.fresh = true;
  read(record.model().handle, call, [&](Store& store) { store.refresh(record); });
}

void Session::prefetch(std::span<Record> records, const std::vector<std::string>& paths) {
  if (records.empty()) return;
  read(records.front().model().handle, Call{},
       [&](Store& store) { store.prefetch(records, paths); });
}

std::uint64_t Session::write(const QuerySet& query) {
  std::optional<std::uint64_t> result;
  write(query.query().model, [&](Store& store) { result.emplace(store.write(query)); });
  return *result;
}

Record Session::create(std::string_view model, validate::Row values) {
  std::optional<Record> result;
  write(model, [&](Store& store) { result.emplace(store.create(model, std::move(values))); });
  return std::move(*result);
}

void Session::save(Record& record) {
  write(record.model().handle, [&](Store& store) { store.save(record); });
}

void Session::remove(Record& record) {
  write(record.model().handle, [&](Store& store) { store.remove(record); });
}

std::uint64_t Session::bulk_create(std::string_view model, std::vector<validate::Row> rows) {
  std::optional<std::uint64_t> result;
  write(model, [&](Store& store) { result.emplace(store.bulk_create(model, std::move(rows))); });
  return *result;
}

std::uint64_t Session::bulk_update(std::span<Record> records,
                                   const std::vector<std::string>& fields) {
  if (records.empty()) return 0;
  std::uint64_t result = 0;
  write(records.front().model().handle,
        [&](Store& store) { result = store.bulk_update(records, fields); });
  return result;
}

std::uint64_t Session::upsert(std::string_view model, std::vector<validate::Row> rows,
                              const std::vector<std::string>& unique,
                              const std::vector<std::string>& update) {
  std::optional<std::uint64_t> result;
  write(model, [&](Store& store) {
    result.emplace(store.upsert(model, std::move(rows), unique, update));
  });
  return *result;
}

std::pair<Record, bool> Session::get_or_create(std::string_view model, const validate::Row& lookup,
                                               const validate::Row& defaults) {
  std::optional<std::pair<Record, bool>> result;
  write(model, [&](Store& store) { result.emplace(store.get_or_create(model, lookup, defaults)); });
  return std::move(*result);
}

std::pair<Record, bool> Session::update_or_create(std::string_view model,
                                                  const validate::Row& lookup,
                                                  const validate::Row& values) {
  std::optional<std::pair<Record, bool>> result;
  write(model,
        [&](Store& store) { result.emplace(store.update_or_create(model, lookup, values)); });
  return std::move(*result);
}

void Session::add(const Record& owner, std::string_view field, const std::vector<Value>& keys) {
  write(owner.model().handle, [&](Store& store) { store.add(owner, field, keys); });
}

void Session::remove(const Record& owner, std::string_view field, const std::vector<Value>& keys) {
  write(owner.model().handle, [&](Store& store) { store.remove(owner, field, keys); });
}

void Session::set(const Record& owner, std::string_view field, const std::vector<Value>& keys) {
  write(owner.model().handle, [&](Store& store) { store.set(owner, field, keys); });
}

void Session::clear(const Record& owner, std::string_view field) {
  write(owner.model().handle, [&](Store& store) { store.clear(owner, field); });
}

}  // namespace covet::record
