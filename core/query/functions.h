#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/field_type.h"

namespace covet::query {

/// What sort of value an expression has, as far as it matters for reading it back.
enum class Kind : std::uint8_t {
  any,
  boolean,
  integer,
  real,
  decimal,
  text,
  date,
  time,
  date_time,
  json,
  uuid,
  binary,
};
Kind kind_of(model::FieldType type);
/// "text", "integer", …: what Cast() takes.
std::optional<Kind> parse_kind(std::string_view name);
std::string_view name_of(Kind kind);

enum class Use : std::uint8_t { function, aggregate, window };

/// One row a function: all that the parser, the compiler and the manual know about it.
struct FunctionInfo {
  std::string_view name;
  Use use;
  std::size_t least;
  std::size_t most;
  /// Kind::any: that of the first argument.
  Kind result;
  /// As the SQL standard has it; an engine's Spelling may have its own under the same name.
  std::string_view pattern;
  std::string_view summary;
};

std::span<const FunctionInfo> functions();
const FunctionInfo* find_function(std::string_view name);
/// Throws Error{usage} ("did you mean").
const FunctionInfo& function_named(std::string_view name);

/// Transforms that a path may end in before its lookup, and the function that each stands for:
/// "year" is ExtractYear.
const FunctionInfo* find_transform(std::string_view name);

}  // namespace covet::query
