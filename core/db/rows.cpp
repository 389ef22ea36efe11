#include "core/db/rows.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet {

Row::Row(std::shared_ptr<const std::vector<std::string>> names, std::vector<Value> values)
    : names_(std::move(names)), values_(std::move(values)) {}

const Value& Row::operator[](std::string_view column) const {
  auto found = std::find(names_->begin(), names_->end(), column);
  if (found == names_->end()) {
    // Catalog views answer in upper case on some servers whatever the query said.
    found = std::find_if(names_->begin(), names_->end(), [&](const std::string& name) {
      return equals_ignoring_case(name, column);
    });
  }
  if (found == names_->end()) {
    throw Error(Errc::internal, "the result has no column " + std::string(column) + ", only " +
                                    join(*names_, ", "));
  }
  return values_.at(static_cast<std::size_t>(found - names_->begin()));
}

std::string Row::text(std::string_view column) const {
  const Value& value = (*this)[column];
  return is_null(value) ? std::string{} : as_string(value);
}

std::int64_t Row::integer(std::string_view column) const {
  const Value& value = (*this)[column];
  return is_null(value) ? 0 : as_int(value);
}

bool Row::flag(std::string_view column) const {
  const Value& value = (*this)[column];
  return !is_null(value) && as_bool(value);
}

}  // namespace covet
