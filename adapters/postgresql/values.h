#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"

namespace covet::postgresql {

/// A parameter in text format; nothing stands for NULL. Throws Error{usage} for a NUL byte in a
/// text.
std::optional<std::string> to_parameter(const Value& value);
/// The same as a view: into `value`, or into `scratch`, which is written over.
std::optional<std::string_view> text_of(const Value& value, std::string& scratch);

/// A result's text as a value, by the oid of its type. What a C++ type cannot hold ('infinity' as a
/// date) stays text.
Value from_text(std::string_view text, unsigned type_oid);
/// The same into a value that was there before, whose memory is used again.
void read_into(Value& value, std::string_view text, unsigned type_oid);

/// The elements of a one-dimensional array's text form, {a,"b c",NULL}; NULL reads as "".
std::vector<std::string> array_elements(std::string_view text);

}  // namespace covet::postgresql
