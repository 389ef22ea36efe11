#include "adapters/postgresql/values.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/core.h>

#include "adapters/shared/value_text.h"
#include "core/base/error.h"
#include "core/base/overloaded.h"

namespace covet::postgresql {
namespace {

// pg_type.dat; these never change.
enum : unsigned {
  oid_bool = 16,
  oid_bytea = 17,
  oid_int8 = 20,
  oid_int2 = 21,
  oid_int4 = 23,
  oid_text = 25,
  oid_oid = 26,
  oid_json = 114,
  oid_float4 = 700,
  oid_float8 = 701,
  oid_bpchar = 1042,
  oid_varchar = 1043,
  oid_date = 1082,
  oid_time = 1083,
  oid_timestamp = 1114,
  oid_timestamptz = 1184,
  oid_numeric = 1700,
  oid_uuid = 2950,
  oid_jsonb = 3802,
};

int nibble(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

Value bytes_from(std::string_view text) {
  if (!text.starts_with("\\x") || text.size() % 2 != 0) return std::string(text);
  Bytes bytes;
  bytes.reserve(text.size() / 2 - 1);
  for (std::size_t i = 2; i < text.size(); i += 2) {
    const int high = nibble(text[i]);
    const int low = nibble(text[i + 1]);
    if (high < 0 || low < 0) return std::string(text);
    bytes.push_back(static_cast<std::byte>(high * 16 + low));
  }
  return bytes;
}

/// What most columns of texts are.
bool reads_as_text(unsigned type_oid) {
  return type_oid == oid_text || type_oid == oid_varchar || type_oid == oid_bpchar;
}

template <class Number>
Value number_from(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::string(text);
  return number;
}

Value double_from(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return number_from<double>(text);
}

/// Years before 1 and after 9999, and 'infinity', are left as text.
bool plain_time(std::string_view text) {
  return !text.ends_with("BC") && text.find("infinity") == std::string_view::npos &&
         (text.size() < 5 || text[4] == '-' || text[2] == ':');
}

std::string double_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  return fmt::format("{}", number);
}

}  // namespace

std::optional<std::string_view> text_of(const Value& value, std::string& scratch) {
  using Text = std::optional<std::string_view>;
  const auto held = [&](std::string text) -> Text {
    scratch = std::move(text);
    return scratch;
  };
  const auto digits = [&](auto number) -> Text {
    scratch.clear();
    adapters::append_digits(scratch, number);
    return scratch;
  };
  const Text text =
      std::visit(overloaded{
                     [](Null) -> Text { return std::nullopt; },
                     [](bool flag) -> Text { return flag ? "t" : "f"; },
                     [&](std::int64_t number) { return digits(number); },
                     [&](std::uint64_t number) { return digits(number); },
                     [&](double number) { return held(double_text(number)); },
                     [](const Decimal& number) -> Text { return number.text; },
                     [](const std::string& string) -> Text { return string; },
                     [&](const Bytes& bytes) { return held("\\x" + adapters::to_hex(bytes)); },
                     [](const Json& json) -> Text { return json.text; },
                     [&](const auto& other) { return held(to_text(other)); },
                 },
                 value);
  if (text && text->find('\0') != std::string_view::npos) {
    throw Error(Errc::usage, "PostgreSQL cannot hold a NUL byte in a text",
                "store such data in a Binary field");
  }
  return text;
}

std::optional<std::string> to_parameter(const Value& value) {
  std::string scratch;
  const auto text = text_of(value, scratch);
  if (!text) return std::nullopt;
  return std::string(*text);
}

void read_into(Value& value, std::string_view text, unsigned type_oid) {
  auto* string = std::get_if<std::string>(&value);
  auto* decimal = std::get_if<Decimal>(&value);
  if (string != nullptr && reads_as_text(type_oid)) {
    string->assign(text);
  } else if (decimal != nullptr && type_oid == oid_numeric) {
    decimal->text.assign(text);
  } else {
    value = from_text(text, type_oid);
  }
}

Value from_text(std::string_view text, unsigned type_oid) {
  switch (type_oid) {
    case oid_bool:
      return text == "t";
    case oid_int2:
    case oid_int4:
    case oid_int8:
    case oid_oid:
      return number_from<std::int64_t>(text);
    case oid_float4:
    case oid_float8:
      return double_from(text);
    case oid_numeric:
      return Decimal{std::string(text)};
    case oid_bytea:
      return bytes_from(text);
    case oid_json:
    case oid_jsonb:
      return Json{std::string(text)};
    case oid_uuid:
      return parse_uuid(text);
    case oid_date:
      if (plain_time(text)) return parse_date(text);
      break;
    case oid_time:
      return parse_time(text);
    case oid_timestamp:
    case oid_timestamptz:
      if (plain_time(text)) return parse_timestamp(text);
      break;
    default:
      break;
  }
  return std::string(text);
}

std::vector<std::string> array_elements(std::string_view text) {
  std::vector<std::string> elements;
  if (text.size() < 3) return elements;
  text = text.substr(1, text.size() - 2);
  std::string element;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size()) {
      element += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      elements.push_back(element == "NULL" ? std::string() : element);
      element.clear();
    } else {
      element += c;
    }
  }
  elements.push_back(element == "NULL" ? std::string() : element);
  return elements;
}

}  // namespace covet::postgresql
