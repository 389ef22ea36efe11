#include "core/model/default_factory.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

namespace covet::model {

namespace {

using enum Factory;

constexpr std::array table = {
    FactoryInfo{uuid4, "uuid4", "a random UUID"},
    FactoryInfo{uuid7, "uuid7", "a UUID that sorts by time"},
    FactoryInfo{now, "now", "the moment, or the time of day, in UTC"},
    FactoryInfo{today, "today", "the day, in UTC"},
    FactoryInfo{empty_list, "empty_list", "[]"},
    FactoryInfo{empty_object, "empty_object", "{}"},
    FactoryInfo{random_token, "random_token", "a secret of 43 characters (256 bits, base64url)"},
};

/// A text field must have room for what is always so long.
std::string why_no_text(const Field& field, std::int64_t length) {
  if (field.type == FieldType::text) return {};
  if (field.type != FieldType::char_) return "it wants a Text or Char field";
  if (field.max_length.value_or(length) >= length) return {};
  return fmt::format("it is {} characters long", length);
}

}  // namespace

std::span<const FactoryInfo> factories() {
  return table;
}

const FactoryInfo* find_factory(std::string_view name) {
  const auto* const row = std::ranges::find(table, name, &FactoryInfo::name);
  return row == table.end() ? nullptr : row;
}

std::string why_no_factory(const FactoryInfo& factory, const Field& field) {
  const FieldType type = field.type;
  if (type == FieldType::native) return {};
  switch (factory.factory) {
    case uuid4:
    case uuid7: {
      constexpr std::int64_t uuid_length = 36;
      if (type == FieldType::uuid || why_no_text(field, uuid_length).empty()) return {};
      return type == FieldType::char_ ? why_no_text(field, uuid_length)
                                      : "it wants a UUID, Text or Char field";
    }
    case now:
      return type == FieldType::date_time || type == FieldType::time
                 ? ""
                 : "it wants a DateTime or Time field";
    case today:
      return type == FieldType::date ? "" : "it wants a Date field";
    case empty_list:
      return type == FieldType::array || type == FieldType::json
                 ? ""
                 : "it wants an Array or JSON field";
    case empty_object:
      return type == FieldType::json ? "" : "it wants a JSON field";
    case random_token:
      return why_no_text(field, token_length);
  }
  return {};
}

}  // namespace covet::model
