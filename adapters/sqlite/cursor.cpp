#include "adapters/sqlite/cursor.h"

#include <string>
#include <utility>
#include <vector>

#include "adapters/sqlite/values.h"

namespace covet::sqlite {
namespace {

class SqliteCursor final : public Cursor {
 public:
  SqliteCursor(SqliteConnection& connection, const Statement& statement)
      : connection_(connection),
        sql_(statement.sql),
        prepared_(connection.prepare(statement)),
        names_(column_names(prepared_.get())),
        row_(names_, std::vector<Value>(names_->size())) {}

  const std::vector<std::string>& names() const override { return *names_; }

  const Row* next() override {
    if (prepared_ == nullptr) return nullptr;
    if (!connection_.step(prepared_.get(), sql_)) {
      prepared_.reset();
      return nullptr;
    }
    int column = 0;
    for (Value& value : row_.values())
      read_into(value, prepared_.get(), column++);
    return &row_;
  }

 private:
  SqliteConnection& connection_;
  std::string sql_;
  SqliteConnection::Prepared prepared_;
  std::shared_ptr<const std::vector<std::string>> names_;
  Row row_;
};

}  // namespace

std::unique_ptr<Cursor> open_cursor(SqliteConnection& connection, const Statement& statement) {
  return std::make_unique<SqliteCursor>(connection, statement);
}

}  // namespace covet::sqlite
