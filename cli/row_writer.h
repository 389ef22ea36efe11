#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"
#include "core/base/value.h"

namespace covet::cli {

/// Writes rows to standard output as they come.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  virtual void add(const std::vector<Value>& row) = 0;
  /// Behind the last row. `next` leads to the rows behind it, "" where there are none: the "json"
  /// document has it.
  virtual void finish(const std::string& next = {}) = 0;
};

/// "table" (keeps its rows until the end, as its columns are as wide as the widest), "json" (one
/// document), "jsonl" (one document a row), "csv" (RFC 4180; NULL is an empty field, an empty text
/// is ""). Throws Error{usage} for others.
std::unique_ptr<RowWriter> make_row_writer(std::string_view format, const Context& context,
                                           std::vector<std::string> names);

}  // namespace covet::cli
