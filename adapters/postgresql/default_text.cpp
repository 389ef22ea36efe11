#include <algorithm>
#include <charconv>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/type_text.h"
#include "adapters/shared/value_text.h"
#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::postgresql {
namespace {

std::string labelled(std::string_view text, std::string_view type) {
  return fmt::format("{}::{}", quote_text(text), type);
}

/// Without an exponent, as the server prints numbers of its exact type.
std::string plain_digits(double number) {
  return fmt::format("{}", number);
}

std::string expanded(std::string text) {
  const std::size_t e = text.find_first_of("eE");
  if (e == std::string::npos) return text;
  int exponent = 0;
  const char* from = text.data() + e + 1;
  if (*from == '+') ++from;
  std::from_chars(from, text.data() + text.size(), exponent);
  std::string digits = text.substr(0, e);
  const bool negative = digits.starts_with('-');
  if (negative) digits.erase(0, 1);
  std::size_t point = digits.find('.');
  if (point == std::string::npos) {
    point = digits.size();
  } else {
    digits.erase(point, 1);
  }
  auto at = static_cast<std::ptrdiff_t>(point) + exponent;
  if (at <= 0) {
    digits.insert(0, static_cast<std::size_t>(1 - at), '0');
    at = 1;
  }
  const auto place = static_cast<std::size_t>(at);
  if (place > digits.size()) digits.append(place - digits.size(), '0');
  if (place < digits.size()) digits.insert(place, ".");
  return (negative ? "-" : "") + digits;
}

bool fits(std::string_view digits, auto number) {
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size();
}

/// A number is read before its column's type is looked at: as integer, bigint or numeric, whichever
/// is first to hold it.
std::string spell_number(const std::string& written) {
  const std::string digits = expanded(written);
  const bool negative = digits.starts_with('-');
  if (digits.find('.') != std::string::npos) {
    return negative ? labelled(digits, "numeric") : digits;
  }
  if (fits(digits, std::int32_t{})) return negative ? labelled(digits, "integer") : digits;
  if (fits(digits, std::int64_t{})) return labelled(digits, "bigint");
  return labelled(digits, "numeric");
}

/// "2026-11-20T09:30:00.120000Z" → "2026-11-20 09:30:00.12"
std::string spell_moment(std::string text) {
  std::ranges::replace(text, 'T', ' ');
  if (text.ends_with('Z')) text.pop_back();
  if (text.find('.') != std::string::npos) {
    while (text.ends_with('0'))
      text.pop_back();
  }
  return text;
}

std::string spell_element(const nlohmann::json& element) {
  if (element.is_null()) return "NULL";
  if (element.is_boolean()) return element.get<bool>() ? "t" : "f";
  if (!element.is_string()) return element.dump();
  const auto text = element.get<std::string>();
  const bool plain = !text.empty() && !equals_ignoring_case(text, "NULL") &&
                     text.find_first_of("{}\",\\ \t\n\r\v\f") == std::string::npos;
  if (plain) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string spell_array(std::string_view json) {
  std::string text = "{";
  for (const auto& element : nlohmann::json::parse(json)) {
    if (text.size() > 1) text += ',';
    text += spell_element(element);
  }
  return text + "}";
}

void print_json(const nlohmann::json& value, std::string& text) {
  if (value.is_object()) {
    std::vector<std::string> keys;
    for (const auto& [key, member] : value.items())
      keys.push_back(key);
    // jsonb keeps its keys by length, then by bytes.
    std::ranges::sort(keys, [](const std::string& a, const std::string& b) {
      return a.size() != b.size() ? a.size() < b.size() : a < b;
    });
    text += '{';
    for (const std::string& key : keys) {
      if (text.back() != '{') text += ", ";
      text += nlohmann::json(key).dump() + ": ";
      print_json(value.at(key), text);
    }
    text += '}';
  } else if (value.is_array()) {
    text += '[';
    bool first = true;
    for (const auto& element : value) {
      if (!first) text += ", ";
      first = false;
      print_json(element, text);
    }
    text += ']';
  } else {
    text += value.is_number() ? expanded(value.dump()) : value.dump();
  }
}

std::string text_for(const Value& value, const std::string& base) {
  const auto* string = std::get_if<std::string>(&value);
  if (base == "timestamp with time zone") {
    const Timestamp moment =
        string != nullptr ? parse_timestamp(*string) : std::get<Timestamp>(value);
    return spell_moment(to_text(moment)) + "+00";
  }
  if (base == "timestamp without time zone") {
    const Timestamp moment =
        string != nullptr ? parse_timestamp(*string) : std::get<Timestamp>(value);
    return spell_moment(to_text(moment));
  }
  if (base == "time without time zone" && string != nullptr) {
    return spell_moment(to_text(parse_time(*string)));
  }
  if (const auto* bytes = std::get_if<Bytes>(&value)) return "\\x" + adapters::to_hex(*bytes);
  if (base == "bytea" && string != nullptr) {
    return "\\x" + adapters::to_hex(std::as_bytes(std::span(*string)));
  }
  if (base == "jsonb" && std::holds_alternative<Json>(value)) {
    return spell_json(std::get<Json>(value).text);
  }
  // A JSON field's text, number or flag is that JSON value.
  if (base == "jsonb" || base == "json") {
    if (string != nullptr) return nlohmann::json(*string).dump();
    return expanded(to_text(value));
  }
  if (base == "uuid" && string != nullptr) return to_text(parse_uuid(*string));
  if (std::holds_alternative<TimeOfDay>(value)) return spell_moment(to_text(value));
  return to_text(value);
}

}  // namespace

std::string spell_json(std::string_view json) {
  std::string text;
  print_json(nlohmann::json::parse(json), text);
  return text;
}

std::string spell_default(const Value& value, std::string_view type) {
  const TypeText parsed = parse_type(type);
  const std::string& base = parsed.base;
  if (parsed.array) {
    const auto* json = std::get_if<Json>(&value);
    return labelled(json != nullptr ? spell_array(json->text) : to_text(value), base + "[]");
  }
  if (base == "boolean") return as_bool(value) ? "true" : "false";
  const bool number = base == "smallint" || base == "integer" || base == "bigint" ||
                      base == "numeric" || base == "real" || base == "double precision";
  if (number) {
    const auto* real = std::get_if<double>(&value);
    return spell_number(real != nullptr ? plain_digits(*real) : to_text(value));
  }
  return labelled(text_for(value, base), base == "character" ? "bpchar" : base);
}

}  // namespace covet::postgresql
