#pragma once

#include <set>
#include <string>
#include <vector>

#include "adapters/mysql/flavor.h"
#include "schema/schema.h"

namespace covet::mysql {

/// The clauses of one ALTER TABLE while they are collected.
class AlterBatch {
 public:
  explicit AlterBatch(const Flavor& flavor) : flavor_(flavor) {}

  bool empty() const { return clauses_.empty(); }
  bool defines(const std::string& column) const { return defined_.contains(column); }
  bool adds(const std::string& column) const;
  bool adds_columns() const;
  void add(std::string clause) { clauses_.push_back({.text = std::move(clause), .column = {}}); }
  /// MODIFY COLUMN, once a column; its definition is that of the table which statement() is given.
  void modify(const std::string& column);
  /// ADD COLUMN; statement() sees where it belongs.
  void add_column(const std::string& column);
  /// A MODIFY of the column that is waiting goes away: it must not be named twice.
  void drop_column(const std::string& column);
  /// Foreign keys that this statement drops: it can't add one of the same name.
  void drop_foreign_key(const std::string& name);
  bool drops_foreign_key(const std::string& name) const { return dropped_keys_.contains(name); }
  bool drops_foreign_keys() const { return !dropped_keys_.empty(); }

  void drop_key(const std::string& name);
  /// Drops it and adds it again, unless it is dropped later on.
  void remake_key(const std::string& name, std::string clause);
  bool drops_key(const std::string& name) const { return dropped_.contains(name); }
  /// PARTITION BY, behind all clauses.
  void partition(std::string text) { partition_ = std::move(text); }

  /// One clause stands on the line of ALTER TABLE, several on lines of their own. Empties the
  /// batch.
  std::string statement(const schema::Table& table);

 private:
  struct Clause {
    std::string text;    ///< the whole, or what stands before the column's definition
    std::string column;  ///< "" or the column whose definition follows
    bool adds = false;
    std::string remakes{};  ///< the key that remake_key() adds again
  };

  /// Where the column that `clauses_[at]` adds goes: " FIRST", " AFTER `x`", or "" for the end.
  std::string position_at(std::size_t at, const schema::Table& table) const;

  Flavor flavor_;
  std::vector<Clause> clauses_;
  std::set<std::string> defined_;
  std::set<std::string> dropped_keys_;  ///< foreign ones
  std::set<std::string> dropped_;       ///< other keys
  std::string partition_;
};

}  // namespace covet::mysql
