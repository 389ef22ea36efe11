#include "migrations/ledger.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"

namespace covet::migrations {
namespace {

constexpr std::string_view alias = "h";

/// "audit.covet_migrations" taken apart, where the engine has schemas.
schema::TableName table_name(const std::string& name, const DialectFacts& facts) {
  const std::size_t dot = facts.schemas ? name.find('.') : std::string::npos;
  if (dot == std::string::npos) return {"", name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

/// A query that may find no such table or column must not end the transaction around it.
template <class Work>
auto guarded(Connection& connection, const Work& work) {
  if (!connection.in_transaction()) return work();
  Transaction savepoint(connection);
  auto result = work();
  savepoint.commit();
  return result;
}

}  // namespace

Ledger::Ledger(Connection& connection, const schema::Ddl& ddl, std::string name,
               std::span<const LedgerColumn> columns)
    : connection_(connection), ddl_(ddl), name_(std::move(name)), columns_(columns) {}

schema::Table Ledger::table(const std::string& name, std::span<const LedgerColumn> columns,
                            const schema::Ddl& ddl) {
  model::ModelSet models;
  model::Model& owner = models.models.emplace_back();
  owner.handle = owner.table = name;
  for (const LedgerColumn& column : columns) {
    model::Field field;
    field.name = column.name;
    field.type = column.type;
    field.nullable = column.nullable;
    if (column.length > 0) field.max_length = column.length;
    field.primary_key = column.name == columns.front().name;
    owner.fields.push_back(std::move(field));
  }

  schema::Table table;
  table.name = table_name(name, ddl.dialect().facts());
  for (const model::Field& field : owner.fields) {
    schema::LoweredField lowered = ddl.lower(field, {models, owner, table.name, field.primary_key});
    table.columns.push_back(std::move(lowered.column));
    for (schema::Check& check : lowered.checks)
      table.checks.push_back(std::move(check));
  }
  table.primary_key = {schema::generated_name(table.name.name, {}, "pkey"),
                       {std::string(columns.front().name)}};
  std::vector<std::string> notes;
  ddl.complete(table, notes);
  schema::sort(table);
  return table;
}

std::string Ledger::quoted() const {
  const Dialect& dialect = connection_.dialect();
  const schema::TableName name = table_name(name_, dialect.facts());
  const std::string table = dialect.quote(name.name);
  const std::string& schema = name.schema.empty() ? schema_ : name.schema;
  return schema.empty() ? table : dialect.quote(schema) + "." + table;
}

std::string Ledger::column(std::string_view name) const {
  // With its table before it: SQLite would take an unknown name alone for a text.
  return std::string(alias) + "." + connection_.dialect().quote(name);
}

std::string Ledger::select_sql(std::span<const std::string> columns, std::string_view rest) const {
  std::vector<std::string> parts;
  parts.reserve(columns.size());
  for (const std::string& name : columns)
    parts.push_back(column(name));
  return "SELECT " + (parts.empty() ? "1" : join(parts, ", ")) + " FROM " + quoted() + " " +
         std::string(alias) + std::string(rest);
}

std::vector<std::string> Ledger::all_columns() const {
  std::vector<std::string> names;
  for (const LedgerColumn& column : columns_)
    names.emplace_back(column.name);
  return names;
}

bool Ledger::can_read(std::span<const std::string> columns) {
  const std::string sql = select_sql(columns, " WHERE 1 = 0");
  try {
    return guarded(connection_, [&] {
      connection_.fetch_all(sql);
      return true;
    });
  } catch (const Error& error) {
    if (error.code() == Errc::undefined_object) return false;
    throw;
  }
}

/// Those that the table has: an older covet's has fewer.
std::vector<std::string> Ledger::present_columns() {
  std::vector<std::string> columns = all_columns();
  if (can_read(columns)) return columns;
  std::erase_if(columns,
                [&](const std::string& column) { return !can_read(std::span(&column, 1)); });
  return columns;
}

bool Ledger::exists() {
  return can_read({});
}

void Ledger::ensure() {
  const schema::Table whole = table(name_, columns_, ddl_);
  schema::Schema before;
  std::vector<schema::Change> changes;
  if (!exists()) {
    changes.emplace_back(schema::CreateTable{whole});
  } else {
    const std::vector<std::string> present = present_columns();
    schema::Table old = whole;
    std::erase_if(old.columns, [&](const schema::Column& column) {
      return std::find(present.begin(), present.end(), column.name) == present.end();
    });
    std::size_t position = old.columns.size();
    before.tables.push_back(std::move(old));
    for (schema::Column column : whole.columns) {
      if (std::find(present.begin(), present.end(), column.name) != present.end()) continue;
      column.nullable = true;  // the rows that are there have no value for it
      changes.emplace_back(schema::AddColumn{whole.name, std::move(column), position++});
    }
  }
  for (const schema::Change& change : changes) {
    schema::Schema after = before;
    schema::apply(after, change);
    for (const std::string& sql : ddl_.render({&change, 1}, before, after).statements) {
      try {
        connection_.execute(sql);
      } catch (const Error&) {
        // Another covet was quicker, or it is a fault that will not go away.
        if (!connection_.usable() || !exists()) throw;
      }
    }
    before = std::move(after);
  }
  if (whole.name.schema.empty()) schema_ = connection_.schema_of(name_);
}

Rows Ledger::select(const std::string& rest, std::vector<Value> params) {
  const auto with = [&](std::span<const std::string> columns) {
    return connection_.fetch_all(Statement{select_sql(columns, rest), params});
  };
  try {
    return guarded(connection_, [&] { return with(all_columns()); });
  } catch (const Error& error) {
    if (error.code() != Errc::undefined_object) throw;
  }
  if (!exists()) return {};
  return with(present_columns());
}

Rows Ledger::select_where(std::string_view name, Value value) {
  return select(" WHERE " + column(name) + " = " + connection_.dialect().placeholder(1),
                {std::move(value)});
}

void Ledger::insert(std::vector<Value> values) {
  const Dialect& dialect = connection_.dialect();
  std::vector<std::string> names;
  std::vector<std::string> places;
  for (const LedgerColumn& column : columns_) {
    names.push_back(dialect.quote(column.name));
    places.push_back(dialect.placeholder(names.size()));
  }
  connection_.execute(Statement{"INSERT INTO " + quoted() + " (" + join(names, ", ") +
                                    ") VALUES (" + join(places, ", ") + ")",
                                std::move(values)});
}

void Ledger::update(std::vector<Value> values, std::string_view except) {
  const Dialect& dialect = connection_.dialect();
  std::vector<Value> params;
  std::vector<std::string> assignments;
  for (std::size_t i = 1; i < columns_.size(); ++i) {
    if (columns_[i].name == except) continue;
    params.push_back(std::move(values[i]));
    assignments.push_back(dialect.quote(columns_[i].name) + " = " +
                          dialect.placeholder(params.size()));
  }
  params.push_back(std::move(values[0]));
  connection_.execute(Statement{"UPDATE " + quoted() + " SET " + join(assignments, ", ") +
                                    " WHERE " + dialect.quote(columns_.front().name) + " = " +
                                    dialect.placeholder(params.size()),
                                std::move(params)});
}

void Ledger::set(const Value& key, std::string_view column, Value value) {
  const Dialect& dialect = connection_.dialect();
  connection_.execute(Statement{
      "UPDATE " + quoted() + " SET " + dialect.quote(column) + " = " + dialect.placeholder(1) +
          " WHERE " + dialect.quote(columns_.front().name) + " = " + dialect.placeholder(2),
      {std::move(value), key}});
}

void Ledger::lock(const Value& key) {
  const Dialect& dialect = connection_.dialect();
  const std::string name = dialect.quote(columns_.front().name);
  connection_.execute(Statement{"UPDATE " + quoted() + " SET " + name + " = " + name + " WHERE " +
                                    name + " = " + dialect.placeholder(1),
                                {key}});
}

void Ledger::remove(const Value& key) {
  const Dialect& dialect = connection_.dialect();
  connection_.execute(Statement{"DELETE FROM " + quoted() + " WHERE " +
                                    dialect.quote(columns_.front().name) + " = " +
                                    dialect.placeholder(1),
                                {key}});
}

Timestamp moment_of(const Value& value) {
  if (const auto* moment = std::get_if<Timestamp>(&value)) return *moment;
  return is_null(value) ? Timestamp{} : parse_timestamp(as_string(value));
}

}  // namespace covet::migrations
