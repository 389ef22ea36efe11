#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/mysql/flavor.h"
#include "core/db/rows.h"
#include "schema/backend.h"

namespace covet::mysql {

/// Puts tables together from the rows of the catalog queries: tables first, then columns, keys,
/// checks, foreign keys, and what SHOW CREATE TABLE adds.
class TableReader {
 public:
  TableReader(const Flavor& flavor, std::string default_collation, std::string database);

  void read_tables(const Rows& rows, const schema::Scope& scope);
  /// MySQL's options say so of some tables only.
  void read_partitioned(const Rows& rows);
  void read_columns(const Rows& rows);
  void read_keys(const Rows& rows);
  void read_checks(const Rows& rows);
  void read_foreign_keys(const Rows& columns, const Rows& rules);
  /// The tables whose SHOW CREATE TABLE says what the catalog doesn't. On MariaDB each may.
  std::vector<std::string> tables_to_show() const;
  void read_create(const std::string& table, std::string_view text);
  /// Binary columns whose default the catalog could not show: it prints ? for what is no text.
  std::vector<schema::Column*> unreadable_defaults(const std::string& table);
  std::vector<std::string> table_names() const;
  bool empty() const { return tables_.empty(); }
  /// Tables whose next number is another than 1, and what it is: a part of the table only where it
  /// has no rows.
  const std::map<std::string, std::string>& next_numbers() const { return next_numbers_; }
  void start_at(const std::string& table, const std::string& number);
  schema::Schema take();

 private:
  struct Entry {
    schema::Table table;
    std::string collation;
    bool in_memory = false;  ///< the MEMORY engine, whose keys are hashes
    bool to_show = false;    ///< SHOW CREATE TABLE says more, whatever the server
  };

  Entry* find(const Row& row);
  schema::Column column_of(const Row& row, const Entry& entry) const;
  std::string default_of(const Row& row, const std::string& type, bool is_expression) const;
  void finish_key(Entry& entry, schema::Index key, const std::string& method);
  void add_key_options(Entry& entry, const std::string& name, schema::Options options);
  bool fold_json(Entry& entry, const Row& check) const;

  Flavor flavor_;
  std::string default_collation_;
  std::string database_;
  std::map<std::string, Entry> tables_;
  std::map<std::string, std::string> next_numbers_;
};

}  // namespace covet::mysql
