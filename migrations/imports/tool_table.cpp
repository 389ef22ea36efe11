#include "migrations/imports/tool_table.h"

#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::migrations::imports {

std::optional<Rows> read_table(Connection& connection, std::string_view table,
                               const std::vector<std::string>& columns, std::string_view order) {
  const Dialect& dialect = connection.dialect();
  // With the table before it: SQLite would take an unknown name alone for a text.
  const auto column = [&](std::string_view name) { return "h." + dialect.quote(name); };
  std::vector<std::string> wanted;
  for (const std::string& name : columns)
    wanted.push_back(column(name));
  std::vector<std::string> path;
  for (const std::string& part : split(table, '.'))
    path.push_back(dialect.quote(part));
  std::string sql = "SELECT " + join(wanted, ", ") + " FROM " + join(path, ".") + " h";
  if (!order.empty()) sql += " ORDER BY " + column(order);
  try {
    return connection.fetch_all(sql);
  } catch (const Error& error) {
    if (error.code() == Errc::undefined_object) return std::nullopt;
    throw;
  }
}

std::optional<ToolHistory> history_of_keys(Connection& connection, std::string_view table,
                                           const std::string& column) {
  const auto rows = read_table(connection, table, {column});
  if (!rows) return std::nullopt;
  ToolHistory history;
  history.table = table;
  for (const Row& row : *rows)
    history.ran.push_back({row.text(column)});
  return history;
}

std::optional<Timestamp> moment_in(const Row& row, std::string_view column) {
  const Value& value = row[column];
  if (const auto* moment = std::get_if<Timestamp>(&value)) return *moment;
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return std::nullopt;
  try {
    return parse_timestamp(*text);
  } catch (const Error&) {
    return std::nullopt;  // each tool writes moments as it likes
  }
}

}  // namespace covet::migrations::imports
