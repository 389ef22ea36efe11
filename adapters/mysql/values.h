#pragma once

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

/// All rows of a result of the text protocol.
Rows read_rows(sql::ResultSet& result);

}  // namespace covet::mysql
