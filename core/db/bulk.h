#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/value.h"

namespace covet {

/// Where the rows of a bulk load go. Names as they are, without quotes.
struct BulkTarget {
  std::string schema;  ///< "": the connection's own
  std::string table;
  std::vector<std::string> columns;
};

/// Writes many rows by the fastest way that the engine has, in a transaction of its own or a
/// savepoint of the one that is open: all of them are there after finish(), and none without it.
/// Until it is destroyed its connection runs nothing else. The connection must outlive it.
class BulkWriter {
 public:
  virtual ~BulkWriter() = default;
  /// One value a column. Rows may still be under way when this returns, so that a fault of a row
  /// may be thrown by a later call.
  virtual void add(std::span<const Value> row) = 0;
  /// Returns how many rows were written.
  virtual std::uint64_t finish() = 0;
};

/// Throws Error{usage} where a row doesn't fit its columns; for writers.
void require_width(std::size_t values, std::size_t columns);

}  // namespace covet
