#include "core/query/place_text.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/validate/bytes_text.h"

namespace covet::query {
namespace {

using Document = nlohmann::json;

/// A letter says what the text behind it is; null, bools and numbers stand for themselves.
Document written(const Value& value) {
  return std::visit(
      overloaded{
          [](Null) { return Document(nullptr); },
          [](const std::string& text) { return Document("s" + text); },
          [](const Decimal& decimal) { return Document("d" + decimal.text); },
          [](const Bytes& bytes) { return Document("b" + validate::to_hex_text(bytes)); },
          [](const Date& date) { return Document("D" + to_text(date)); },
          [](const TimeOfDay& time) { return Document("T" + to_text(time)); },
          [](const Timestamp& moment) { return Document("t" + to_text(moment)); },
          [](const Uuid& uuid) { return Document("u" + to_text(uuid)); },
          [](const Json& json) { return Document("j" + json.text); },
          [](double number) {
            // JSON has no word for these.
            return std::isfinite(number) ? Document(number)
                                         : Document("f" + to_text(Value(number)));
          },
          [](const auto& plain) { return Document(plain); },
      },
      value);
}

Value read_text(const std::string& text) {
  const std::string rest = text.empty() ? "" : text.substr(1);
  switch (text.empty() ? 's' : text.front()) {
    case 'd':
      return Decimal{rest};
    case 'b':
      return validate::bytes_from(rest).value_or(Bytes{});
    case 'D':
      return parse_date(rest);
    case 'T':
      return parse_time(rest);
    case 't':
      return parse_timestamp(rest);
    case 'u':
      return parse_uuid(rest);
    case 'j':
      return Json{rest};
    case 'f':
      return std::strtod(rest.c_str(), nullptr);
    default:
      return rest;
  }
}

Value read(const Document& document) {
  if (document.is_null()) return Null{};
  if (document.is_boolean()) return document.get<bool>();
  if (document.is_number_unsigned()) {
    const auto number = document.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return number;
    return static_cast<std::int64_t>(number);
  }
  if (document.is_number_integer()) return document.get<std::int64_t>();
  if (document.is_number()) return document.get<double>();
  return read_text(document.get<std::string>());
}

[[noreturn]] void refuse(const char* message) {
  throw Error(Errc::usage, message, "use the place that the page before gave, with the same query");
}

}  // namespace

std::string place_text(std::string_view mark, const std::vector<Value>& values) {
  Document document = Document::array({mark});
  for (const Value& value : values)
    document.push_back(written(value));
  std::string text;
  try {
    text = document.dump();
  } catch (const Document::type_error&) {
    throw Error(Errc::unsupported, "a row of this order holds text that isn't UTF-8",
                "sort by other fields");
  }
  const auto* const bytes = reinterpret_cast<const std::byte*>(text.data());
  return validate::to_base64url(Bytes(bytes, bytes + text.size()));
}

std::vector<Value> read_place(std::string_view text, std::string_view mark) {
  const std::optional<Bytes> bytes = validate::bytes_from_base64url(text);
  if (!bytes) refuse("this is no place in a query's order");
  const Document document =
      Document::parse(reinterpret_cast<const char*>(bytes->data()),
                      reinterpret_cast<const char*>(bytes->data()) + bytes->size(), nullptr, false);
  if (!document.is_array() || document.empty() || !document.front().is_string())
    refuse("this is no place in a query's order");
  if (document.front().get<std::string>() != mark)
    refuse("this place is of a query with another order or other rows");
  std::vector<Value> values;
  try {
    for (std::size_t i = 1; i < document.size(); ++i)
      values.push_back(read(document[i]));
  } catch (const std::exception&) {
    refuse("this place in a query's order is damaged");
  }
  return values;
}

}  // namespace covet::query
