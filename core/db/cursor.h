#pragma once

#include <string>
#include <vector>

#include "core/db/rows.h"

namespace covet {

/// The rows of a query as they come from the server, in constant memory. Until it is at its end or
/// destroyed, its connection runs nothing else; one that is destroyed before its end throws the
/// rest away. The connection must outlive it.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual const std::vector<std::string>& names() const = 0;
  /// The next row, which holds until the next call; null behind the last one. Throws what the
  /// server says, also where it fails half way: a result that ends early is never taken for a whole
  /// one.
  virtual const Row* next() = 0;
};

}  // namespace covet
