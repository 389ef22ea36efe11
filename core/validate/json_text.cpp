#include "core/validate/json_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <tuple>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "core/base/overloaded.h"
#include "core/base/strings.h"
#include "core/validate/bytes_text.h"

namespace covet::validate {

namespace {

bool has_nul(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') continue;
    if (text.substr(i).starts_with("\\u0000")) return true;
    ++i;
  }
  return false;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\r";
  const std::size_t start = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(start);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// What commas part at the outermost level of `text`, whose brackets are off.
std::vector<std::string_view> parts(std::string_view text, char separator) {
  std::vector<std::string_view> found;
  std::size_t depth = 0;
  std::size_t start = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      --depth;
    } else if (c == separator && depth == 0) {
      found.push_back(trimmed(text.substr(start, i - start)));
      start = i + 1;
    }
  }
  found.push_back(trimmed(text.substr(start)));
  return found;
}

std::optional<std::vector<std::string_view>> inside(std::string_view text, char open) {
  text = trimmed(text);
  if (!text.starts_with(open)) return std::nullopt;
  text = trimmed(text.substr(1, text.size() - 2));
  if (text.empty()) return std::vector<std::string_view>{};
  return parts(text, ',');
}

std::string quoted_text(std::string_view text) {
  return nlohmann::json(text).dump();
}

Value number_value(std::string_view text) {
  const auto read = [text](auto number) -> std::optional<Value> {
    const char* const end = text.data() + text.size();
    const auto [stopped, fault] = std::from_chars(text.data(), end, number);
    if (fault != std::errc{} || stopped != end) return std::nullopt;
    return Value(number);
  };
  if (const auto whole = read(std::int64_t{})) return *whole;
  if (const auto large = read(std::uint64_t{})) return *large;
  return Decimal{std::string(text)};
}

}  // namespace

std::optional<std::string> why_no_json(std::string_view text) {
  if (nlohmann::json::accept(text)) {
    if (has_nul(text)) return "a string in its JSON holds a NUL character";
    return std::nullopt;
  }
  try {
    std::ignore = nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    return fmt::format("it is no JSON: it breaks off at byte {}", error.byte);
  } catch (const nlohmann::json::exception&) {
    return "a number in its JSON is beyond those of a double";
  }
  return "it is no JSON";
}

std::optional<std::vector<std::string_view>> json_items(std::string_view text) {
  return inside(text, '[');
}

std::optional<std::vector<std::pair<std::string, std::string_view>>> json_members(
    std::string_view text) {
  const auto members = inside(text, '{');
  if (!members) return std::nullopt;
  std::vector<std::pair<std::string, std::string_view>> found;
  for (const std::string_view member : *members) {
    const std::string_view name = parts(member, ':').front();
    const std::size_t colon = member.find(':', name.size());
    found.emplace_back(nlohmann::json::parse(name).get<std::string>(),
                       trimmed(member.substr(colon + 1)));
  }
  return found;
}

Value json_value(std::string_view text) {
  text = trimmed(text);
  switch (text.front()) {
    case 'n':
      return Null{};
    case 't':
    case 'f':
      return text == "true";
    case '"':
      return nlohmann::json::parse(text).get<std::string>();
    case '[':
    case '{':
      return Json{std::string(text)};
    default:
      return number_value(text);
  }
}

std::string json_text(const Value& value) {
  return std::visit(overloaded{
                        [](Null) -> std::string { return "null"; },
                        [](bool flag) -> std::string { return flag ? "true" : "false"; },
                        [](std::int64_t number) { return std::to_string(number); },
                        [](std::uint64_t number) { return std::to_string(number); },
                        [](double number) {
                          return std::isfinite(number) ? to_text(Value(number))
                                                       : quoted_text(to_text(Value(number)));
                        },
                        [](const Json& json) { return json.text; },
                        [](const Bytes& bytes) { return quoted_text(to_hex_text(bytes)); },
                        [](const auto& other) { return quoted_text(to_text(Value(other))); },
                    },
                    value);
}

}  // namespace covet::validate
