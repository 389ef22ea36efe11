#include "core/db/connection.h"

#include "core/db/transaction.h"

namespace covet {

std::string ServerInfo::display() const {
  // "10.11.19-MariaDB", "15.6 (Debian 15.6-1.pgdg120+1)": what comes behind is the packager's.
  const std::string number = version.substr(0, version.find_first_of("- (+~"));
  return number.empty() ? vendor : vendor + ' ' + number;
}

std::optional<Row> Connection::fetch_one(const Statement& statement) {
  Rows rows = fetch_all(statement);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

Value Connection::fetch_value(const Statement& statement) {
  const std::optional<Row> row = fetch_one(statement);
  return row && row->size() > 0 ? (*row)[std::size_t{0}] : Value(Null{});
}

std::uint64_t Connection::execute_many(const std::string& sql,
                                       std::span<const std::vector<Value>> params) {
  Transaction transaction(*this);
  std::uint64_t affected = 0;
  for (const std::vector<Value>& row : params)
    affected += execute(Statement{sql, row});
  transaction.commit();
  return affected;
}

}  // namespace covet
