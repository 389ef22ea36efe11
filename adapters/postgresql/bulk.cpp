#include "adapters/postgresql/bulk.h"

#include <optional>
#include <string>
#include <vector>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/values.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"

namespace covet::postgresql {
namespace {

class PostgresqlBulkWriter final : public BulkWriter {
 public:
  PostgresqlBulkWriter(PostgresqlConnection& connection, const BulkTarget& target)
      : connection_(connection), width_(target.columns.size()), transaction_(connection) {
    std::string table = quote(target.table);
    if (!target.schema.empty()) table = quote(target.schema) + '.' + table;
    std::vector<std::string> columns;
    for (const std::string& column : target.columns)
      columns.push_back(quote(column));
    sql_ = "COPY " + table + " (" + join(columns, ", ") + ") FROM STDIN";
    connection_.guarded(
        sql_, [&](pqxx::transaction_base& session) { copy_.emplace(session, table, columns); });
  }

  void add(std::span<const Value> row) override {
    require_width(row.size(), width_);
    connection_.guarded(sql_, [&](pqxx::transaction_base&) {
      for (const Value& value : row) {
        if (const auto text = text_of(value, scratch_)) {
          copy_->field(*text);
        } else {
          copy_->null();
        }
      }
      copy_->end_row();
    });
    ++rows_;
  }

  std::uint64_t finish() override {
    connection_.guarded(sql_, [&](pqxx::transaction_base&) { copy_->finish(); });
    copy_.reset();
    transaction_.commit();
    return rows_;
  }

 private:
  PostgresqlConnection& connection_;
  std::size_t width_;
  std::string sql_;
  Transaction transaction_;
  std::optional<compat::CopyWriter> copy_;
  std::string scratch_;
  std::uint64_t rows_ = 0;
};

}  // namespace

std::unique_ptr<BulkWriter> open_bulk(PostgresqlConnection& connection, const BulkTarget& target) {
  return std::make_unique<PostgresqlBulkWriter>(connection, target);
}

}  // namespace covet::postgresql
