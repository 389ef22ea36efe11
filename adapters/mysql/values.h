#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/value.h"
#include "core/db/rows.h"

namespace sql {
class ResultSet;
}  // namespace sql

namespace covet::mysql {

/// What a column of a result holds, as far as reading its text needs to know.
enum class Holds : std::uint8_t {
  signed_integer,
  unsigned_integer,
  bits,  ///< BIT(n)
  real,
  decimal,
  text,
  bytes,
  date,
  time,
  moment,
  json,
};

/// Reads the text that the server sent. What does not fit the type (0000-00-00) stays a string.
Value value_of(Holds holds, std::string text);

/// Reads the rows of a result of the text protocol, which must outlive it.
class RowReader {
 public:
  explicit RowReader(sql::ResultSet& result);
  std::shared_ptr<const std::vector<std::string>> names() const { return names_; }
  const std::vector<Holds>& holds() const { return holds_; }
  /// The row that the result stands on.
  void read(std::span<Value> values) const;

 private:
  sql::ResultSet* result_;
  std::shared_ptr<const std::vector<std::string>> names_;
  std::vector<Holds> holds_;
};

/// All rows of a result of the text protocol.
Rows read_rows(sql::ResultSet& result);

}  // namespace covet::mysql
