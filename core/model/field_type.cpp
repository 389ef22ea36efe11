#include "core/model/field_type.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace covet::model {

namespace {

using enum FieldType;

constexpr std::string_view for_all =
    "type comment renamed_from verbose_name help_text editable validators";
constexpr std::string_view for_columns =
    "primary_key unique nullable db_index db_column default default_factory postgresql mysql "
    "mariadb "
    "sqlite";
constexpr std::string_view for_plain = "db_type generated stored on_update choices enforce";

constexpr std::array<FieldTypeInfo, 22> table = {{
    {char_, "Char", "max_length min_length collation fixed", "max_length",
     "text of limited length"},
    {text, "Text", "max_length min_length collation size", "", "text of any length"},
    {integer, "Integer", "min_value max_value auto_increment unsigned size", "", "32-bit integer"},
    {big_integer, "BigInteger", "min_value max_value auto_increment unsigned", "",
     "64-bit integer"},
    {small_integer, "SmallInteger", "min_value max_value auto_increment unsigned", "",
     "16-bit integer"},
    {float_, "Float", "min_value max_value precision unsigned", "",
     "binary floating point, double unless precision = 24"},
    {decimal, "Decimal", "max_digits decimal_places min_value max_value unsigned",
     "max_digits decimal_places", "exact number"},
    {boolean, "Boolean", "", "", "true or false"},
    {date_time, "DateTime", "auto_now auto_now_add precision time_zone", "",
     "moment; time_zone = false: a date and time of no zone"},
    {date, "Date", "auto_now auto_now_add", "", "calendar day"},
    {time, "Time", "auto_now auto_now_add precision time_zone", "", "time of day"},
    {json, "JSON", "", "", "JSON document"},
    {uuid, "UUID", "auto_generate", "", "UUID"},
    {email, "Email", "max_length min_length collation", "", "e-mail address, 254 characters"},
    {url, "URL", "max_length min_length collation", "", "web address, 2048 characters"},
    {binary, "Binary", "max_length fixed size", "", "bytes"},
    {array, "Array", "items", "items", "list of another type"},
    {enum_, "Enum", "enum collation", "", "one of some texts: choices, or enum = \"…\""},
    {foreign_key, "ForeignKey",
     "to to_field on_delete on_update deferrable related_name constraint db_type", "to",
     "reference to a row of another model"},
    {one_to_one, "OneToOne",
     "to to_field on_delete on_update deferrable related_name constraint db_type", "to",
     "reference that no two rows share"},
    {many_to_many, "ManyToMany", "to through related_name", "to",
     "rows on both sides, by a junction table"},
    {native, "Native", "sql collation auto_increment", "sql", "any type that the engine has"},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i].type != static_cast<FieldType>(i)) return false;
  }
  return true;
}
static_assert(in_order(), "a type's row is found by its number");

constexpr bool has_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

}  // namespace

std::span<const FieldTypeInfo> field_types() {
  return table;
}

const FieldTypeInfo& info(FieldType type) {
  return table.at(static_cast<std::size_t>(type));
}

std::optional<FieldType> parse_field_type(std::string_view name) {
  const auto* const row = std::ranges::find(table, name, &FieldTypeInfo::name);
  if (row == table.end()) return std::nullopt;
  return row->type;
}

bool is_relation(FieldType type) {
  return type == foreign_key || type == one_to_one || type == many_to_many;
}

std::span<const std::string_view> common_options(FieldType type) {
  static constexpr std::array<std::string_view, 3> groups = {for_all, for_columns, for_plain};
  if (type == many_to_many) return std::span(groups).first(1);
  return is_relation(type) ? std::span(groups).first(2) : std::span(groups);
}

bool takes_option(FieldType type, std::string_view option) {
  const auto has = [option](std::string_view words) { return has_word(words, option); };
  return has(info(type).options) || std::ranges::any_of(common_options(type), has);
}

}  // namespace covet::model
