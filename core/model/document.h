#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/source.h"
#include "core/base/value.h"

namespace covet::model {

struct Entry;

/// Where something stands: line and column from 1, lengths in code points.
struct Place {
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t length = 0;
};

/// A value of a TOML document, with its place.
struct Node {
  using Array = std::vector<Node>;
  using Table = std::vector<Entry>;  ///< in the order of the file

  std::variant<std::string, std::int64_t, double, bool, Date, TimeOfDay, Timestamp, Array, Table>
      value;
  std::string spelling;  ///< numbers: as written, without underscores
  Place where;
  Place end;  ///< just behind it; a table that isn't inline has none

  const std::string* text() const { return std::get_if<std::string>(&value); }
  const Array* array() const { return std::get_if<Array>(&value); }
  const Table* table() const { return std::get_if<Table>(&value); }
  /// A table's entry, or null.
  const Entry* find(std::string_view key) const;
};

struct Entry {
  std::string key;
  Place where;  ///< of the key
  Node value;
};

/// What a value is, for messages: "a string", "a table".
std::string_view kind_of(const Node& node);

/// JSON text of a value, keys in the order of the file; dates and times as strings.
std::string to_json(const Node& node);

/// Reads a whole document. Throws Error{model} with one CV100 at the place where the parser gave
/// up.
Node parse_document(const Source& source);

}  // namespace covet::model
