#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace covet::model {

/// What a field of a model is. The 18 types, the three relations, and Native.
enum class FieldType : std::uint8_t {
  char_,
  text,
  integer,
  big_integer,
  small_integer,
  float_,
  decimal,
  boolean,
  date_time,
  date,
  time,
  json,
  uuid,
  email,
  url,
  binary,
  array,
  enum_,
  foreign_key,
  one_to_one,
  many_to_many,
  native,
};

/// One row per type: the whole of what the loader, the documentation and the JSON Schema know about
/// it.
struct FieldTypeInfo {
  FieldType type;
  std::string_view name;      ///< as TOML says it: "BigInteger"
  std::string_view options;   ///< those beside the common ones, blank separated: "max_length
                              ///< min_length collation"
  std::string_view required;  ///< options that must be there: "max_digits decimal_places"
  std::string_view summary;   ///< for `covet help types`
};

std::span<const FieldTypeInfo> field_types();
const FieldTypeInfo& info(FieldType type);
std::optional<FieldType> parse_field_type(std::string_view name);
bool is_relation(FieldType type);

/// The options of `type` beside its row's own, in groups of blank separated names.
std::span<const std::string_view> common_options(FieldType type);
/// True for the row's own options and the common ones.
bool takes_option(FieldType type, std::string_view option);

}  // namespace covet::model
