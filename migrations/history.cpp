#include "migrations/history.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "migrations/history_columns.h"

namespace covet::migrations {
namespace {

constexpr std::string_view alias = "h";

std::string quoted(const Dialect& dialect, const std::string& table_name) {
  const schema::TableName name = history_table_name(table_name, dialect.facts());
  const std::string table = dialect.quote(name.name);
  return name.schema.empty() ? table : dialect.quote(name.schema) + "." + table;
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

std::string select_sql(const Dialect& dialect, const std::string& table,
                       std::span<const std::string> columns, std::string_view where) {
  std::vector<std::string> parts;
  parts.reserve(columns.size());
  for (const std::string& column : columns) {
    // With its table before it: SQLite would take an unknown name alone for a text.
    parts.push_back(std::string(alias) + "." + dialect.quote(column));
  }
  return "SELECT " + join(parts, ", ") + " FROM " + quoted(dialect, table) + " " +
         std::string(alias) + std::string(where);
}

std::vector<std::string> all_columns() {
  std::vector<std::string> names;
  for (const HistoryColumn& column : history_columns())
    names.emplace_back(column.name);
  return names;
}

bool can_read(Connection& connection, const std::string& table,
              std::span<const std::string> columns) {
  const std::string sql =
      columns.empty() ? "SELECT 1 FROM " + quoted(connection.dialect(), table) + " WHERE 1 = 0"
                      : select_sql(connection.dialect(), table, columns, " WHERE 1 = 0");
  try {
    return guarded(connection, [&] {
      connection.query(sql);
      return true;
    });
  } catch (const Error& error) {
    if (error.code() == Errc::undefined_object) return false;
    throw;
  }
}

/// Those that the table has: an older covet's has fewer.
std::vector<std::string> present_columns(Connection& connection, const std::string& table) {
  std::vector<std::string> columns = all_columns();
  if (can_read(connection, table, columns)) return columns;
  std::erase_if(columns, [&](const std::string& column) {
    return !can_read(connection, table, std::span(&column, 1));
  });
  return columns;
}

State parse_state(const std::string& text) {
  for (const State state : {State::applying, State::applied, State::reverting, State::baseline}) {
    if (text == name_of(state)) return state;
  }
  throw Error(Errc::history_mismatch, "the history table holds a state `" + text + "`",
              "a newer covet has written it: use that one");
}

Timestamp as_moment(const Value& value) {
  if (const auto* moment = std::get_if<Timestamp>(&value)) return *moment;
  return is_null(value) ? Timestamp{} : parse_timestamp(as_string(value));
}

Applied to_applied(const Row& row) {
  const auto has = [&](std::string_view name) {
    return std::find(row.names().begin(), row.names().end(), name) != row.names().end();
  };
  const auto text = [&](std::string_view name) { return has(name) ? row.text(name) : ""; };
  const auto number = [&](std::string_view name) {
    return has(name) ? row.integer(name) : std::int64_t{0};
  };
  Applied applied;
  applied.version = Version(row.text("version"));
  applied.name = text("name");
  applied.checksum = text("checksum");
  applied.down_checksum = text("down_checksum");
  applied.state = has("state") ? parse_state(row.text("state")) : State::applied;
  applied.statements_done = number("statements_done");
  applied.statements_total = number("statements_total");
  applied.done_checksum = text("done_checksum");
  applied.under_way = number("under_way");
  applied.fingerprint_before = text("fingerprint_before");
  if (has("applied_at")) applied.applied_at = as_moment(row["applied_at"]);
  applied.took = std::chrono::milliseconds(number("took_ms"));
  applied.applied_by = text("applied_by");
  applied.error = text("error");
  return applied;
}

/// In the order of history_columns().
std::vector<Value> values_of(const Applied& row) {
  return {row.version.text(),
          row.name,
          row.checksum,
          row.down_checksum,
          std::string(name_of(row.state)),
          row.statements_done,
          row.statements_total,
          row.done_checksum,
          row.under_way,
          row.fingerprint_before,
          row.applied_at,
          static_cast<std::int64_t>(row.took.count()),
          row.applied_by,
          row.error};
}

std::vector<Applied> read_rows(Connection& connection, const std::string& table,
                               std::string_view where, std::vector<Value> params) {
  const auto select = [&](std::span<const std::string> columns) {
    return connection.query(
        Statement{select_sql(connection.dialect(), table, columns, where), params});
  };
  Rows rows;
  try {
    rows = guarded(connection, [&] { return select(all_columns()); });
  } catch (const Error& error) {
    if (error.code() != Errc::undefined_object) throw;
    if (!can_read(connection, table, {})) return {};
    rows = select(present_columns(connection, table));
  }
  std::vector<Applied> result;
  result.reserve(rows.size());
  for (const Row& row : rows)
    result.push_back(to_applied(row));
  return result;
}

}  // namespace

std::string_view name_of(State state) {
  switch (state) {
    case State::applying:
      return "applying";
    case State::applied:
      return "applied";
    case State::reverting:
      return "reverting";
    case State::baseline:
      return "baseline";
  }
  throw Error(Errc::internal, "no such state");
}

History::History(Connection& connection, const schema::Ddl& ddl, std::string table_name)
    : connection_(connection), ddl_(ddl), table_name_(std::move(table_name)) {}

bool History::exists() {
  return can_read(connection_, table_name_, {});
}

void History::ensure() {
  const schema::Table table = history_table(table_name_, ddl_);
  schema::Schema before;
  std::vector<schema::Change> changes;
  if (!exists()) {
    changes.emplace_back(schema::CreateTable{table});
  } else {
    const std::vector<std::string> present = present_columns(connection_, table_name_);
    schema::Table old = table;
    std::erase_if(old.columns, [&](const schema::Column& column) {
      return std::find(present.begin(), present.end(), column.name) == present.end();
    });
    std::size_t position = old.columns.size();
    before.tables.push_back(std::move(old));
    for (schema::Column column : table.columns) {
      if (std::find(present.begin(), present.end(), column.name) != present.end()) continue;
      column.nullable = true;  // the rows that are there have no value for it
      changes.emplace_back(schema::AddColumn{table.name, std::move(column), position++});
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
}

std::vector<Applied> History::read() {
  std::vector<Applied> rows = read_rows(connection_, table_name_, "", {});
  std::sort(rows.begin(), rows.end(),
            [](const Applied& a, const Applied& b) { return a.version < b.version; });
  return rows;
}

std::optional<Applied> History::find(const Version& version) {
  const Dialect& dialect = connection_.dialect();
  const std::string where = " WHERE " + std::string(alias) + "." + dialect.quote("version") +
                            " = " + dialect.placeholder(1);
  std::vector<Applied> rows = read_rows(connection_, table_name_, where, {version.text()});
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

void History::insert(const Applied& row) {
  const Dialect& dialect = connection_.dialect();
  std::vector<std::string> columns;
  std::vector<std::string> places;
  for (const HistoryColumn& column : history_columns()) {
    columns.push_back(dialect.quote(column.name));
    places.push_back(dialect.placeholder(columns.size()));
  }
  connection_.execute(Statement{"INSERT INTO " + quoted(dialect, table_name_) + " (" +
                                    join(columns, ", ") + ") VALUES (" + join(places, ", ") + ")",
                                values_of(row)});
}

void History::update(const Applied& row) {
  const Dialect& dialect = connection_.dialect();
  std::vector<Value> values = values_of(row);
  std::vector<std::string> assignments;
  for (const HistoryColumn& column : history_columns().subspan(1)) {
    assignments.push_back(dialect.quote(column.name) + " = " +
                          dialect.placeholder(assignments.size() + 1));
  }
  std::rotate(values.begin(), values.begin() + 1, values.end());
  connection_.execute(Statement{"UPDATE " + quoted(dialect, table_name_) + " SET " +
                                    join(assignments, ", ") + " WHERE " + dialect.quote("version") +
                                    " = " + dialect.placeholder(values.size()),
                                std::move(values)});
}

void History::remove(const Version& version) {
  const Dialect& dialect = connection_.dialect();
  connection_.execute(Statement{"DELETE FROM " + quoted(dialect, table_name_) + " WHERE " +
                                    dialect.quote("version") + " = " + dialect.placeholder(1),
                                {version.text()}});
}

}  // namespace covet::migrations
