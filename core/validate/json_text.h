#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/value.h"

/// JSON as text: what stands in it keeps its digits and its order, which a parsed document loses.
namespace covet::validate {

/// Why `text` is no JSON document that every engine stores, or nothing: RFC 8259, without NUL in
/// its strings (PostgreSQL holds none), numbers within those of a double.
std::optional<std::string> why_no_json(std::string_view text);

/// The parts of a JSON array, each as it is written. Nothing for JSON that is none; `text` has
/// passed why_no_json.
std::optional<std::vector<std::string_view>> json_items(std::string_view text);

/// The same of an object; the names are read.
std::optional<std::vector<std::pair<std::string, std::string_view>>> json_members(
    std::string_view text);

/// A whole number as an integer, another as Decimal with its digits, a string as text, an array or
/// object as Json. `text` has passed why_no_json.
Value json_value(std::string_view text);

/// The inverse, for values of every kind: a Decimal, and what JSON has no word for, as a string,
/// bytes as "\\x…".
std::string json_text(const Value& value);

}  // namespace covet::validate
