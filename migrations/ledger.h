#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/db/connection.h"
#include "core/model/field_type.h"
#include "schema/backend.h"

namespace covet::migrations {

/// A column of one of covet's own tables, as a field of a model would say it.
struct LedgerColumn {
  std::string_view name;
  model::FieldType type;
  std::int64_t length;  ///< 0: none
  bool nullable;
};

/// One of covet's own tables: a schema::Table rendered through Ddl, whose first column is its key.
/// Older and newer covets may have fewer and more columns. The connection and the ddl must outlive
/// it, the columns the program.
class Ledger {
 public:
  Ledger(Connection& connection, const schema::Ddl& ddl, std::string name,
         std::span<const LedgerColumn> columns);

  const std::string& name() const { return name_; }
  /// Its shape.
  static schema::Table table(const std::string& name, std::span<const LedgerColumn> columns,
                             const schema::Ddl& ddl);
  /// True if the table is there. Writes nothing.
  bool exists();
  /// Creates the table where it is missing, and adds columns that an older covet's lacks. From then
  /// on it is found wherever a statement leads the session: behind SET search_path, or USE.
  void ensure();

  /// Rows with those of the columns that the table has; empty where it is missing. `rest` comes
  /// behind FROM and may use `column()`.
  Rows select(const std::string& rest, std::vector<Value> params);
  Rows select_where(std::string_view column, Value value);
  /// In the order of the columns.
  void insert(std::vector<Value> values);
  /// The row whose key is values[0]; the column `except` stays as it is.
  void update(std::vector<Value> values, std::string_view except = {});
  /// One column of one row.
  void set(const Value& key, std::string_view column, Value value);
  void remove(const Value& key);
  void lock(const Value& key);
  /// A column as select() names it.
  std::string column(std::string_view name) const;

 private:
  std::string select_sql(std::span<const std::string> columns, std::string_view rest) const;
  bool can_read(std::span<const std::string> columns);
  std::vector<std::string> all_columns() const;
  std::vector<std::string> present_columns();
  std::string quoted() const;

  Connection& connection_;
  const schema::Ddl& ddl_;
  std::string name_;
  std::string schema_;  ///< where ensure() found it; "" before, or where it has none
  std::span<const LedgerColumn> columns_;
};

/// A moment as any engine gives it back; 1970 for NULL.
Timestamp moment_of(const Value& value);

}  // namespace covet::migrations
