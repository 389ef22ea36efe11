#include "adapters/mysql/bulk.h"

#include <algorithm>
#include <cstddef>

#include "adapters/mysql/dialect.h"
#include "adapters/mysql/load_data.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"

namespace covet::mysql {
namespace {

class InsertWriter final : public BulkWriter {
 public:
  InsertWriter(MysqlConnection& connection, const BulkTarget& target)
      : connection_(connection), width_(target.columns.size()), transaction_(connection) {
    const std::string columns = quoted_columns(target);
    opening_ = "INSERT INTO " + quoted_table(target) + " (" + columns + ") VALUES ";
    // A table that isn't there is told before there are rows.
    connection_.describe("SELECT " + columns + " FROM " + quoted_table(target) + " LIMIT 0");
    // Half of what the server takes, so that one long row still fits behind others.
    constexpr std::int64_t enough = 1 << 20;
    const Value packet = connection_.fetch_value({"SELECT @@max_allowed_packet"});
    batch_bytes_ = static_cast<std::size_t>(std::min(enough, as_int(packet) / 2));
  }

  void add(std::span<const Value> row) override {
    require_width(row.size(), width_);
    std::string tuple = "(";
    for (const Value& value : row) {
      if (tuple.size() > 1) tuple += ',';
      tuple += dialect().literal(value);
    }
    tuple += ')';
    if (!tuples_.empty() && tuples_.size() + tuple.size() > batch_bytes_) send();
    if (!tuples_.empty()) tuples_ += ',';
    tuples_ += tuple;
    ++rows_;
  }

  std::uint64_t finish() override {
    if (!tuples_.empty()) send();
    transaction_.commit();
    return rows_;
  }

 private:
  void send() {
    connection_.execute(opening_ + tuples_);
    tuples_.clear();
  }

  MysqlConnection& connection_;
  std::size_t width_;
  Transaction transaction_;
  std::string opening_;
  std::size_t batch_bytes_ = 0;
  std::string tuples_;
  std::uint64_t rows_ = 0;
};

}  // namespace

std::string quoted_table(const BulkTarget& target) {
  const std::string table = dialect().quote(target.table);
  return target.schema.empty() ? table : dialect().quote(target.schema) + '.' + table;
}

std::string quoted_columns(const BulkTarget& target) {
  std::vector<std::string> quoted;
  for (const std::string& column : target.columns)
    quoted.push_back(dialect().quote(column));
  return join(quoted, ", ");
}

std::unique_ptr<BulkWriter> open_bulk(MysqlConnection& connection, const BulkTarget& target) {
  if (connection.takes_local_files()) return open_load_data(connection, target);
  return std::make_unique<InsertWriter>(connection, target);
}

}  // namespace covet::mysql
