#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"

namespace covet {

/// One row of a result. Holds its values; shares the column names with its siblings.
class Row {
 public:
  Row(std::shared_ptr<const std::vector<std::string>> names, std::vector<Value> values);
  std::size_t size() const { return values_.size(); }
  const Value& operator[](std::size_t column) const { return values_.at(column); }
  /// By column name; throws Error{internal} where there is none.
  const Value& operator[](std::string_view column) const;
  const std::vector<std::string>& names() const { return *names_; }

  // Short forms for catalog readers: NULL reads as "", 0 or false.
  std::string text(std::string_view column) const;
  std::int64_t integer(std::string_view column) const;
  bool flag(std::string_view column) const;
  bool null(std::string_view column) const { return is_null((*this)[column]); }

  /// For who fills the same row again and again.
  std::span<Value> values() { return values_; }

 private:
  std::shared_ptr<const std::vector<std::string>> names_;
  std::vector<Value> values_;
};

using Rows = std::vector<Row>;

}  // namespace covet
