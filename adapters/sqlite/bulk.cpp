#include "adapters/sqlite/bulk.h"

#include <optional>
#include <string>

#include <fmt/core.h>
#include <sqlite3.h>

#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/errors.h"
#include "adapters/sqlite/values.h"
#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"

namespace covet::sqlite {
namespace {

std::string insert_for(const BulkTarget& target) {
  std::string table = dialect().quote(target.table);
  if (!target.schema.empty()) table = dialect().quote(target.schema) + '.' + table;
  std::string columns;
  std::string places;
  for (const std::string& column : target.columns) {
    columns += (columns.empty() ? "" : ", ") + dialect().quote(column);
    places += places.empty() ? "?" : ", ?";
  }
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", table, columns, places);
}

class SqliteBulkWriter final : public BulkWriter {
 public:
  SqliteBulkWriter(SqliteConnection& connection, const BulkTarget& target)
      : connection_(connection),
        width_(target.columns.size()),
        sql_(insert_for(target)),
        transaction_(connection),
        prepared_(connection.prepare(Statement{sql_})) {}

  void add(std::span<const Value> row) override {
    require_width(row.size(), width_);
    int index = 0;
    for (const Value& value : row) {
      // The values live until the statement has been stepped.
      if (const int code = bind_in_place(prepared_.get(), ++index, value); code != SQLITE_OK) {
        throw error_from(sqlite3_db_handle(prepared_.get()), code, sql_);
      }
    }
    connection_.step(prepared_.get(), sql_);
    sqlite3_reset(prepared_.get());
    ++rows_;
  }

  std::uint64_t finish() override {
    prepared_.reset();
    transaction_.commit();
    return rows_;
  }

 private:
  SqliteConnection& connection_;
  std::size_t width_;
  std::string sql_;
  Transaction transaction_;
  SqliteConnection::Prepared prepared_;
  std::uint64_t rows_ = 0;
};

}  // namespace

std::unique_ptr<BulkWriter> open_bulk(SqliteConnection& connection, const BulkTarget& target) {
  return std::make_unique<SqliteBulkWriter>(connection, target);
}

}  // namespace covet::sqlite
