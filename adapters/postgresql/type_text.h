#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"

namespace covet::postgresql {

/// A type as format_type prints it, taken apart: "timestamp(3) with time zone[]".
struct TypeText {
  std::string base;       ///< "timestamp with time zone"
  std::string modifiers;  ///< "3"; "" for none
  bool array = false;
};
TypeText parse_type(std::string_view type);
std::string print_type(const TypeText& type);

/// A type as a person wrote it, in the catalog's spelling where it is one of the server's own:
/// "varchar(50)" gives "character varying(50)". Others stay as they are.
std::string spell_type(std::string_view type);

/// A default as the catalog will print it for a column of `type` (in the catalog's spelling).
/// Throws Error{model} for a value that the type can't hold.
std::string spell_default(const Value& value, std::string_view type);

/// What spell_default was made of, if it is one: 5, true, text, ….
struct LiteralText {
  std::string text;
  bool quoted = false;
};
std::optional<LiteralText> parse_literal(std::string_view default_sql);

/// As jsonb prints it.
std::string spell_json(std::string_view json);

}  // namespace covet::postgresql
