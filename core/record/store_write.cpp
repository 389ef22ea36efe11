#include <algorithm>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/db/transaction.h"
#include "core/model/find_model.h"
#include "core/query/receive.h"
#include "core/query/sources.h"
#include "core/record/insert_row.h"
#include "core/record/store.h"
#include "core/validate/convert.h"
#include "core/validate/row.h"

namespace covet::record {
namespace {

using query::Insert;
using query::QuerySet;
using validate::names_of;
using validate::Operation;

// So many changes wait to be told, as a bulk writer has the connection to itself.
constexpr std::size_t most_changes = 2'000;

bool has_names(const validate::Row& row, const std::vector<std::string>& names) {
  return std::equal(row.begin(), row.end(), names.begin(), names.end(),
                    [](const auto& each, const std::string& name) { return each.first == name; });
}

std::vector<Value> values_of(const validate::Row& row) {
  std::vector<Value> values;
  values.reserve(row.size());
  for (const auto& [name, value] : row)
    values.push_back(value);
  return values;
}

std::vector<std::string> columns_of(const model::Model& model,
                                    const std::vector<std::string>& names) {
  std::vector<std::string> columns;
  for (const std::string& name : names)
    columns.push_back(model.find(name)->column());
  return columns;
}

/// A row as its table takes it; `index` is its place among those that were given.
validate::Row valid(const validate::Validator& validator, const model::Model& model,
                    validate::Row row, std::size_t index) {
  try {
    const auto faults = validator.validate(row);
    if (!faults.empty()) throw validate::as_error(model, faults);
    return row;
  } catch (const Error& error) {
    throw Error(error.code(), fmt::format("row {}: {}", index + 1, error.message()), error.hint());
  }
}

bool has_all(const validate::Row& row, const std::vector<std::string>& names) {
  return std::all_of(names.begin(), names.end(),
                     [&](const std::string& name) { return row.contains(name); });
}

}  // namespace

validate::Row Store::validated(const model::Model& model, validate::Row row, bool creating) const {
  const auto faults =
      validate::validate(models_, model, row, creating ? Operation::create : Operation::update,
                         hooks_.validators, clock_, validate::Giver::program);
  if (!faults.empty()) throw validate::as_error(model, faults);
  return row;
}

void Store::tell(Signal signal, Record& record) const {
  for (const auto& [model, listener] : hooks_.listeners) {
    if (model.empty() || model == record.model().handle) listener(signal, record);
  }
}

Record Store::create(std::string_view model, validate::Row values) {
  Record record(model::find_model(models_, model), std::move(values));
  save(record);
  return record;
}

void Store::save(Record& record) {
  tell(Signal::before_save, record);
  if (record.stored()) {
    update(record);
  } else {
    insert(record);
  }
  tell(Signal::after_save, record);
}

void Store::insert(Record& record) {
  const model::Model& model = record.model();
  validate::Row row;
  const std::vector<std::string> given = record.changed();
  for (const std::string& name : record.names()) {
    // A name that was given and is no field is a mistake to be told; an annotation is none.
    const bool said = std::find(given.begin(), given.end(), name) != given.end();
    if (said || model.find(name) != nullptr) row[name] = record[name];
  }
  row = validated(model, std::move(row), true);
  if (announce(model, Action::create)) {
    Transaction transaction(connection_);
    row = insert_row(models_, connection_, model, std::move(row));
    create_told(model, {row});
    transaction.commit();
  } else {
    row = insert_row(models_, connection_, model, std::move(row));
  }
  for (auto& [name, value] : row)
    record.set(name, std::move(value));
  record.mark_stored();
}

void Store::update(Record& record) {
  validate::Row row;
  for (const std::string& name : record.changed())
    row[name] = record[name];
  if (row.empty()) return;
  row = validated(record.model(), std::move(row), false);
  std::vector<query::Named> assignments;
  for (const auto& [name, value] : row)
    assignments.push_back({name, query::Expression(value)});
  const Statement sql = compiled(by_key(record).update(std::move(assignments))).statement;
  const auto write = [&] {
    if (connection_.execute(sql) > 0) return;
    throw Error(Errc::not_found, fmt::format("this `{}` is gone", record.model().handle),
                "somebody removed it");
  };
  if (announce(record.model(), Action::update)) {
    witnessed(record.model(), {record.key()}, write);
  } else {
    write();
  }
  for (auto& [name, value] : row)
    record.set(name, std::move(value));
  record.mark_stored();
}

void Store::remove(Record& record) {
  tell(Signal::before_remove, record);
  const Statement sql = compiled(by_key(record).remove()).statement;
  if (announce(record.model(), Action::remove)) {
    witnessed(record.model(), {record.key()}, [&] { connection_.execute(sql); });
  } else {
    connection_.execute(sql);
  }
  record.forget();
  tell(Signal::after_remove, record);
}

std::uint64_t Store::bulk_create(std::string_view model_name, std::vector<validate::Row> rows) {
  const model::Model& model = model::find_model(models_, model_name);
  const bool told = announce(model, Action::create);
  const std::vector<std::string> key = model.key_fields();
  std::vector<validate::Row> changes;
  const query::Spelling& spelling = *connection_.dialect().spelling();
  const validate::Validator validator(models_, model, Operation::create, hooks_.validators, clock_,
                                      validate::Giver::program);
  Transaction transaction(connection_);
  std::uint64_t written = 0;
  std::vector<std::string> names;
  std::vector<const model::Field*> fields;  // of these names
  std::vector<Value> values;
  std::unique_ptr<BulkWriter> writer;
  const auto finish = [&] {
    if (writer) written += writer->finish();
    writer.reset();
  };
  const auto tell_made = [&] {
    create_told(model, std::move(changes));
    changes.clear();
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (changes.size() >= most_changes) {
      finish();
      tell_made();
    }
    // Each is gone once it is written: a million are freed while they are at hand.
    validate::Row row = valid(validator, model, std::move(rows[i]), i);
    if (told && !has_all(row, key)) {
      // What its key becomes, no bulk load tells.
      finish();
      changes.push_back(insert_row(models_, connection_, model, std::move(row)));
      ++written;
      continue;
    }
    if (told) changes.push_back(row);
    if (row.empty()) {
      finish();
      written += connection_.execute(
          query::compile(Insert{.model = model.handle, .fields = {}, .rows = {{}}}, models_,
                         connection_.dialect())
              .statement);
      continue;
    }
    if (!writer || !has_names(row, names)) {
      finish();
      names = names_of(row);
      fields.clear();
      for (const std::string& name : names)
        fields.push_back(model.find(name));
      writer = connection_.bulk({model.db_schema, model.table_name(), columns_of(model, names)});
    }
    values.clear();
    for (auto& [name, value] : row) {
      query::make_stored(*fields[values.size()], value, spelling);
      values.push_back(std::move(value));
    }
    writer->add(values);
  }
  finish();
  tell_made();
  transaction.commit();
  return written;
}

std::uint64_t Store::bulk_update(std::span<Record> records,
                                 const std::vector<std::string>& fields) {
  if (records.empty()) return 0;
  const model::Model& model = records.front().model();
  const std::vector<std::string> key = model.key_fields();
  if (key.size() != 1)
    throw Error(Errc::unsupported, "bulk_update wants a key of one field",
                "save the records one by one");
  const bool told = announce(model, Action::update);
  const model::Field& key_field = query::plain_field(models_, *model.find(key.front()));
  const validate::Validator validator(models_, model, Operation::update, hooks_.validators, clock_,
                                      validate::Giver::program);
  Transaction transaction(connection_);
  std::uint64_t written = 0;
  const std::size_t most_parameters = connection_.dialect().spelling()->facts().parameters_at_once;
  query::RowsUpdate update{model.handle, key.front(), {}, {}};
  std::set<std::string> keys;  // of the batch: a statement may touch a row but once
  const auto send = [&] {
    if (update.rows.empty()) return;
    const Statement sql = query::compile(update, models_, connection_.dialect());
    if (told) {
      std::vector<std::vector<Value>> touched;
      for (const std::vector<Value>& row : update.rows)
        touched.push_back({row.front()});
      witnessed(model, std::move(touched), [&] { written += connection_.execute(sql); });
    } else {
      written += connection_.execute(sql);
    }
    update.rows.clear();
    keys.clear();
  };
  std::vector<validate::Row> rows;
  rows.reserve(records.size());
  for (const Record& record : records) {
    if (!record.stored()) {
      throw Error(Errc::usage,
                  fmt::format("a `{}` that is in no database can't be updated", model.handle),
                  "create it, or save it, first");
    }
    validate::Row row;
    for (const std::string& name : fields)
      row[name] = record[name];
    const auto faults = validator.validate(row);
    if (!faults.empty()) throw validate::as_error(model, faults);
    if (update.fields.empty()) update.fields = names_of(row);
    const bool full = (update.rows.size() + 1) * (row.size() + 1) > most_parameters;
    Value own = validate::convert(models_, key_field, record[key.front()]);
    if (full || keys.contains(to_text(own))) send();
    keys.insert(to_text(own));
    std::vector<Value> values{std::move(own)};
    for (const auto& [name, value] : row)
      values.push_back(value);
    update.rows.push_back(std::move(values));
    rows.push_back(std::move(row));
  }
  send();
  transaction.commit();
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (auto& [name, value] : rows[i])
      records[i].set(name, std::move(value));
    records[i].mark_saved(update.fields);
  }
  return written;
}

std::uint64_t Store::upsert(std::string_view model_name, std::vector<validate::Row> rows,
                            const std::vector<std::string>& unique,
                            const std::vector<std::string>& update) {
  const model::Model& model = model::find_model(models_, model_name);
  if (unique.empty()) {
    throw Error(Errc::usage, fmt::format("by which key are rows of `{}` the same?", model.handle),
                "name the fields of a unique key");
  }
  const validate::Validator validator(models_, model, Operation::create, hooks_.validators, clock_,
                                      validate::Giver::program);
  if (announce(model, update.empty() ? Action::create : Action::update)) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      rows[i] = valid(validator, model, std::move(rows[i]), i);
    return upsert_witnessed(model, rows, unique, update);
  }
  Transaction transaction(connection_);
  std::uint64_t written = 0;
  Insert insert;
  insert.model = model.handle;
  insert.conflict = update.empty() ? Insert::Conflict::ignore : Insert::Conflict::update;
  insert.conflict_fields = unique;
  insert.update_fields = update;
  const std::size_t most_parameters = connection_.dialect().spelling()->facts().parameters_at_once;
  std::set<std::string> keys;  // of the batch
  const auto send = [&] {
    if (insert.rows.empty()) return;
    written +=
        connection_.execute(query::compile(insert, models_, connection_.dialect()).statement);
    insert.rows.clear();
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const validate::Row row = valid(validator, model, std::move(rows[i]), i);
    std::string key;
    for (const std::string& field : unique)
      key += row.contains(field) ? to_text(row.at(field)) + '\0' : std::string();
    // A statement may touch a row but once.
    const bool again = !keys.insert(key).second;
    if (again || names_of(row) != insert.fields ||
        insert.rows.size() * row.size() >= most_parameters) {
      send();
      keys = {key};
      insert.fields = names_of(row);
    }
    insert.rows.push_back(values_of(row));
  }
  send();
  transaction.commit();
  return written;
}

std::pair<Record, bool> Store::get_or_create(std::string_view model, const validate::Row& lookup,
                                             const validate::Row& defaults) {
  QuerySet query{std::string(model)};
  for (const auto& [name, value] : lookup)
    query = query.filter(query::Q(name, query::Expression(value)));
  const auto find = [&]() -> std::optional<Record> {
    std::vector<Record> found = all(query.limit(2));
    if (found.size() > 1) return get(query);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  };
  if (auto found = find()) return {std::move(*found), false};
  validate::Row values = lookup;
  values.insert(defaults.begin(), defaults.end());
  try {
    Transaction transaction(connection_);
    Record made = create(model, std::move(values));
    transaction.commit();
    return {std::move(made), true};
  } catch (const Error& error) {
    // Somebody else was quicker.
    if (error.code() != Errc::unique_violation) throw;
    if (auto found = find()) return {std::move(*found), false};
    throw;
  }
}

std::pair<Record, bool> Store::update_or_create(std::string_view model, const validate::Row& lookup,
                                                const validate::Row& values) {
  Transaction transaction(connection_);
  auto [record, made] = get_or_create(model, lookup, values);
  if (!made) {
    for (const auto& [name, value] : values)
      record.set(name, value);
    save(record);
  }
  transaction.commit();
  return {std::move(record), made};
}

}  // namespace covet::record
