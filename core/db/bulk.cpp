#include "core/db/bulk.h"

#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet {

void require_width(std::size_t values, std::size_t columns) {
  if (values == columns) return;
  throw Error(
      Errc::usage,
      "a row of " + count_of(values, "value") + " was given for " + count_of(columns, "column"),
      "give each row one value a column");
}

}  // namespace covet
