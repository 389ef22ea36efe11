#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/mysql/flavor.h"
#include "core/db/rows.h"
#include "schema/backend.h"

namespace covet::mysql {

/// Puts tables together from the rows of the catalog queries: tables first, then columns, keys,
/// checks, foreign keys.
class TableReader {
 public:
  TableReader(const Flavor& flavor, std::string default_collation, std::string database);

  void read_tables(const Rows& rows, const schema::Scope& scope);
  void read_columns(const Rows& rows);
  void read_keys(const Rows& rows);
  void read_checks(const Rows& rows);
  void read_foreign_keys(const Rows& columns, const Rows& rules);
  /// Binary columns whose default the catalog could not show: it prints ? for what is no text.
  std::vector<schema::Column*> unreadable_defaults(const std::string& table);
  std::vector<std::string> table_names() const;
  bool empty() const { return tables_.empty(); }
  /// The tables and, in `unmanaged`, what of them has no place in a schema value.
  schema::Schema take();

 private:
  struct Entry {
    schema::Table table;
    std::string collation;
    bool in_memory = false;  ///< the MEMORY engine, whose keys are hashes
  };

  Entry* find(const Row& row);
  schema::Column column_of(const Row& row, const Entry& entry) const;
  std::string default_of(const Row& row, const std::string& type, bool is_expression) const;
  void finish_key(Entry& entry, schema::Index key, const std::string& method);
  bool fold_json(Entry& entry, const Row& check) const;

  Flavor flavor_;
  std::string default_collation_;
  std::string database_;
  std::map<std::string, Entry> tables_;
  std::vector<schema::Object> unmanaged_;
};

}  // namespace covet::mysql
