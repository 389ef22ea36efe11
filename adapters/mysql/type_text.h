#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mysql/flavor.h"

namespace covet::mysql {

/// A column type taken apart: "int(10) unsigned" is {int, {10}, "unsigned"}.
struct TypeText {
  std::string base;               ///< lower case
  std::vector<std::string> args;  ///< as written, quotes included
  std::string attributes;         ///< lower case, single blanks

  std::optional<std::int64_t> number(std::size_t arg) const;
  std::string text() const;
};
TypeText parse_type(std::string_view type);

/// `type`, written by a person, as that flavor's catalog spells it, as far as this follows from the
/// words alone: integer → int(11), bool → tinyint(1), numeric → decimal(10,0).
std::string canonical_type(std::string_view type, const Flavor& flavor);

/// char, varchar, the texts, enum, set: what has a collation.
bool is_character_type(const TypeText& type);
/// What a key can only take with a length: the texts, blobs and JSON.
bool is_long_type(const TypeText& type);
bool is_numeric_type(const TypeText& type);
bool is_binary_type(const TypeText& type);
bool is_geometry_type(const TypeText& type);

/// "utf8mb4" for "utf8mb4_general_ci".
std::string charset_of(std::string_view collation);
/// The collation that the character set alone means; "" where this depends on the server.
std::string usual_collation(std::string_view charset);

}  // namespace covet::mysql
