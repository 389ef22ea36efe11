#pragma once

#include <string>
#include <vector>

#include "adapters/mysql/flavor.h"
#include "schema/schema.h"

namespace covet::mysql {

/// The keys' part of complete_table: unique indexes as constraints, what an index cannot say,
/// lengths that are too much, and the indexes beneath foreign keys.
class KeyCompleter {
 public:
  /// All must outlive it.
  KeyCompleter(schema::Table& table, const Flavor& flavor, std::vector<std::string>& notes);
  void run();

 private:
  void complete_unique(const schema::Unique& unique);
  /// False: the index is left out.
  bool complete_index(schema::Index& index);
  bool complete_method(schema::Index& index);
  void complete_key(const schema::Index& index, schema::IndexKey& key);
  void limit_length(schema::Index& index);
  void complete_foreign_key(schema::ForeignKey& key);
  void support(const schema::ForeignKey& key);
  std::int64_t bytes_of(const std::string& column) const;
  bool is_long(const std::string& column) const;
  void note(std::string text);
  [[noreturn]] void refuse(std::string code, std::string message, std::string help) const;

  schema::Table& table_;
  Flavor flavor_;
  std::vector<std::string>& notes_;
};

}  // namespace covet::mysql
