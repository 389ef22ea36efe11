#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/record/store.h"
#include "core/typed/query.h"

/// What Store does with records, for rows of generated models. Each throws what Store throws: a row
/// is held to its model before it is written.
namespace covet::typed {

/// `names` of a record, read again from the database where it made values itself.
std::vector<Value> whole(record::Store& store, record::Record& record,
                         const std::vector<std::string>& names);
/// A record of `model` that is stored under this key.
record::Record stored_record(const record::Store& store, std::string_view model, validate::Row key);
/// Sets and saves it. Returns those of `names` that are known afterwards.
validate::Row save_values(record::Store& store, record::Record record, validate::Row values,
                          const std::vector<std::string>& names);

template <class M>
constexpr void expect_key() {
  static_assert(M::Map::key.size() > 0, "covet: this model has no key by which its rows are found");
}

/// A generated model's Row.
template <class R>
concept IsRow = requires {
  typename R::model_type;
};

/// The record of a row, of which it has the key alone.
template <IsRow R>
record::Record record_of(const record::Store& store, const R& row) {
  using M = typename R::model_type;
  expect_key<M>();
  validate::Row key;
  M::Map::row([&](const auto& field, auto member, Part part) {
    if (part == Part::key) key.emplace(std::string(field.name()), stored_value(row.*member));
  });
  return stored_record(store, M::Map::handle, std::move(key));
}

/// Inserts it and gives the whole row, with what the database made:
/// create<User>(store, {.email = "ada@x.org"}).
template <class M>
typename M::Row create(record::Store& store, const typename M::New& made) {
  expect_key<M>();
  record::Record record = store.create(M::Map::handle, values_of<M>(made));
  return row_of<M>(whole(store, record, names_of<M>()));
}

/// Inserts it, and reads nothing back.
template <class M>
void insert(record::Store& store, const typename M::New& made) {
  store.create(M::Map::handle, values_of<M>(made));
}

/// All of them, by the engine's fastest way, in one transaction. Returns how many.
template <class M>
std::uint64_t bulk_create(record::Store& store, std::span<const typename M::New> made) {
  std::vector<validate::Row> rows;
  rows.reserve(made.size());
  for (const typename M::New& each : made)
    rows.push_back(values_of<M>(each));
  return store.bulk_create(M::Map::handle, std::move(rows));
}
template <class M>
std::uint64_t bulk_create(record::Store& store, std::initializer_list<typename M::New> made) {
  return bulk_create<M>(store, std::span<const typename M::New>(made.begin(), made.size()));
}

/// Writes the row that has this key: all that can be written, or these fields alone. What covet
/// sets by itself (auto_now) is in `row` afterwards. Throws Error{not_found} where it is gone.
template <IsRow R, class... Fields>
void save(record::Store& store, R& row, const Fields&... fields) {
  using M = typename R::model_type;
  static_assert((std::same_as<typename Fields::model_type, M> && ...),
                "covet: save() takes fields of the row's own model");
  validate::Row values;
  M::Map::row([&](const auto& field, auto member, Part part) {
    const bool chosen = sizeof...(Fields) == 0 || ((fields.name() == field.name()) || ...);
    if (part == Part::plain && chosen)
      values.emplace(std::string(field.name()), stored_value(row.*member));
  });
  const validate::Row known =
      save_values(store, record_of(store, row), std::move(values), names_of<M>());
  M::Map::row([&](const auto& field, auto member, Part part) {
    const auto value = known.find(field.name());
    if (part != Part::key && value != known.end())
      read(value->second, row.*member, Origin{M::Map::handle, field.name()});
  });
}

/// Removes the row that has this key.
template <IsRow R>
void remove(record::Store& store, const R& row) {
  record::Record record = record_of(store, row);
  store.remove(record);
}

/// Keys of rows, as values.
template <class Keys>
std::vector<Value> values_of_keys(const Keys& keys) {
  std::vector<Value> values;
  for (const auto& key : keys)
    values.push_back(stored_value(key));
  return values;
}

/// Lets a ManyToMany field, or its way back, lead from `row` to those with these keys too, no more
/// to them, exactly to them, or to none. Each is one transaction.
template <IsRow R, class Target, class Key>
void add(record::Store& store, const R& row, const ToMany<typename R::model_type, Target>& relation,
         const std::vector<Key>& keys) {
  store.add(record_of(store, row), relation.name(), values_of_keys(keys));
}
template <IsRow R, class Target, class Key>
void add(record::Store& store, const R& row, const ToMany<typename R::model_type, Target>& relation,
         std::initializer_list<Key> keys) {
  store.add(record_of(store, row), relation.name(), values_of_keys(keys));
}
template <IsRow R, class Target, class Key>
void remove(record::Store& store, const R& row,
            const ToMany<typename R::model_type, Target>& relation, const std::vector<Key>& keys) {
  store.remove(record_of(store, row), relation.name(), values_of_keys(keys));
}
template <IsRow R, class Target, class Key>
void remove(record::Store& store, const R& row,
            const ToMany<typename R::model_type, Target>& relation,
            std::initializer_list<Key> keys) {
  store.remove(record_of(store, row), relation.name(), values_of_keys(keys));
}
template <IsRow R, class Target, class Key>
void set(record::Store& store, const R& row, const ToMany<typename R::model_type, Target>& relation,
         const std::vector<Key>& keys) {
  store.set(record_of(store, row), relation.name(), values_of_keys(keys));
}
template <IsRow R, class Target, class Key>
void set(record::Store& store, const R& row, const ToMany<typename R::model_type, Target>& relation,
         std::initializer_list<Key> keys) {
  store.set(record_of(store, row), relation.name(), values_of_keys(keys));
}
template <IsRow R, class Target>
void clear(record::Store& store, const R& row,
           const ToMany<typename R::model_type, Target>& relation) {
  store.clear(record_of(store, row), relation.name());
}

}  // namespace covet::typed
