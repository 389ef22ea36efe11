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
#include "core/validate/row.h"

namespace covet::record {
namespace {

using query::Insert;
using query::QuerySet;
using validate::Operation;

// A statement's parameters: PostgreSQL takes 65,535, SQLite 32,766.
constexpr std::size_t most_parameters = 16'000;

/// Rows with the same fields go together.
std::vector<std::string> names_of(const validate::Row& row) {
  std::vector<std::string> names;
  names.reserve(row.size());
  for (const auto& [name, value] : row)
    names.push_back(name);
  return names;
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

validate::Row Store::validated_row(const model::Model& model, validate::Row row,
                                   std::size_t index) const {
  try {
    return validated(model, std::move(row), true);
  } catch (const Error& error) {
    throw Error(error.code(), fmt::format("row {}: {}", index + 1, error.message()), error.hint());
  }
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
  Transaction transaction(connection_);
  std::uint64_t written = 0;
  std::vector<std::string> names;
  std::unique_ptr<BulkWriter> writer;
  const auto finish = [&] {
    if (writer) written += writer->finish();
    writer.reset();
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i] = validated_row(model, std::move(rows[i]), i);
    if (told && !has_all(rows[i], key)) {
      // What its key becomes, no bulk load tells.
      finish();
      changes.push_back(insert_row(models_, connection_, model, std::move(rows[i])));
      ++written;
      continue;
    }
    if (told) changes.push_back(rows[i]);
    if (rows[i].empty()) {
      finish();
      written += connection_.execute(
          query::compile(Insert{.model = model.handle, .fields = {}, .rows = {{}}}, models_,
                         connection_.dialect())
              .statement);
      continue;
    }
    if (!writer || names_of(rows[i]) != names) {
      finish();
      names = names_of(rows[i]);
      writer = connection_.bulk({model.db_schema, model.table_name(), columns_of(model, names)});
    }
    for (auto& [name, value] : rows[i])
      value = query::stored_value(*model.find(name), value, *connection_.dialect().spelling());
    writer->add(values_of(rows[i]));
  }
  finish();
  if (told) create_told(model, std::move(changes));
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
  Transaction transaction(connection_);
  std::uint64_t written = 0;
  const std::size_t batch = std::max<std::size_t>(most_parameters / (fields.size() * 2 + 1), 1);
  for (std::size_t from = 0; from < records.size(); from += batch) {
    const auto part = records.subspan(from, std::min(batch, records.size() - from));
    std::vector<Value> keys;
    std::map<std::string, query::Case> cases;
    for (const Record& record : part) {
      if (!record.stored()) {
        throw Error(Errc::usage,
                    fmt::format("a `{}` that is in no database can't be updated", model.handle),
                    "create it, or save it, first");
      }
      validate::Row row;
      for (const std::string& name : fields)
        row[name] = record[name];
      row = validated(model, std::move(row), false);
      keys.push_back(record[key.front()]);
      for (const auto& [name, value] : row) {
        cases[name].whens.push_back(
            {query::Q(key.front(), query::Expression(keys.back())), query::Expression(value)});
      }
    }
    std::vector<query::Named> assignments;
    for (auto& [name, choice] : cases)
      assignments.push_back({name, query::Expression(query::ExpressionNode(std::move(choice)))});
    const QuerySet chosen = QuerySet(model.handle).filter(query::Q(key.front() + "__in", keys));
    const Statement sql = compiled(chosen.update(std::move(assignments))).statement;
    if (told) {
      std::vector<std::vector<Value>> rows;
      for (const Value& each : keys)
        rows.push_back({each});
      witnessed(model, std::move(rows), [&] { written += connection_.execute(sql); });
    } else {
      written += connection_.execute(sql);
    }
  }
  transaction.commit();
  for (Record& record : records)
    record.mark_saved(fields);
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
  if (announce(model, update.empty() ? Action::create : Action::update)) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      rows[i] = validated_row(model, std::move(rows[i]), i);
    return upsert_witnessed(model, rows, unique, update);
  }
  Transaction transaction(connection_);
  std::uint64_t written = 0;
  Insert insert;
  insert.model = model.handle;
  insert.conflict = update.empty() ? Insert::Conflict::ignore : Insert::Conflict::update;
  insert.conflict_fields = unique;
  insert.update_fields = update;
  std::set<std::string> keys;  // of the batch
  const auto send = [&] {
    if (insert.rows.empty()) return;
    written +=
        connection_.execute(query::compile(insert, models_, connection_.dialect()).statement);
    insert.rows.clear();
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const validate::Row row = validated_row(model, std::move(rows[i]), i);
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
