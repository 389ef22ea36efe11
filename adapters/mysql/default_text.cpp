#include "adapters/mysql/default_text.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>

#include <fmt/core.h>

#include "adapters/mysql/catalog_text.h"
#include "adapters/mysql/dialect.h"
#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

using model::FieldType;

double number_of(const Value& value) {
  if (const auto* decimal = std::get_if<Decimal>(&value)) {
    double number = 0;
    const std::string& text = decimal->text;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }
  return as_double(value);
}

/// "1.5" with two decimals is "1.50"; digits too many are left to the server.
std::string scaled(std::string text, std::int64_t scale) {
  if (text.starts_with('+')) text.erase(0, 1);
  const std::size_t point = text.find('.');
  const std::string whole = text.substr(0, point);
  std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
  const auto wanted = static_cast<std::size_t>(scale);
  while (fraction.size() > wanted && fraction.ends_with('0'))
    fraction.pop_back();
  if (fraction.size() < wanted) fraction.resize(wanted, '0');
  const std::string start = whole.empty() || whole == "-" ? whole + "0" : whole;
  return fraction.empty() ? start : start + "." + fraction;
}

std::string padded(std::string text, const TypeText& type) {
  const auto digits = static_cast<std::size_t>(type.number(0).value_or(0));
  const std::size_t point = text.find('.');
  std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
  fraction.resize(digits, '0');
  text = text.substr(0, point);
  return fraction.empty() ? text : text + "." + fraction;
}

std::string moment_text(const Value& value, const TypeText& type) {
  Timestamp moment{};
  if (const auto* date = std::get_if<Date>(&value)) {
    moment = std::chrono::sys_days(*date);
  } else if (const auto* known = std::get_if<Timestamp>(&value)) {
    moment = *known;
  } else {
    moment = parse_timestamp(as_string(value));
  }
  std::string text = to_text(moment);
  if (text.ends_with('Z')) text.pop_back();
  return padded(replace_all(std::move(text), "T", " "), type);
}

std::string json_text(const Value& value) {
  return std::visit(overloaded{
                        [](const Json& json) { return json.text; },
                        [](bool b) -> std::string { return b ? "true" : "false"; },
                        [](std::int64_t n) { return fmt::format("{}", n); },
                        [](double d) { return fmt::format("{}", d); },
                        [](const auto& other) {
                          std::string text = to_text(Value(other));
                          text =
                              replace_all(replace_all(std::move(text), "\\", "\\\\"), "\"", "\\\"");
                          return "\"" + replace_all(std::move(text), "\n", "\\n") + "\"";
                        },
                    },
                    value);
}

/// BINARY(n) is filled up to its length.
std::string bytes_text(const Value& value, const TypeText& type) {
  Bytes bytes;
  if (const auto* given = std::get_if<Bytes>(&value)) {
    bytes = *given;
  } else {
    for (char c : as_string(value))
      bytes.push_back(static_cast<std::byte>(c));
  }
  if (type.base == "binary") {
    bytes.resize(std::max(bytes.size(), static_cast<std::size_t>(type.number(0).value_or(0))));
  }
  return bytes_default(bytes);
}

std::string integer_text(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "1" : "0";
  return fmt::format("{}", as_int(value));
}

std::string literal_for(const Value& value, const TypeText& type) {
  const std::string& base = type.base;
  if (base == "decimal") {
    return scaled(std::holds_alternative<double>(value) ? double_text(std::get<double>(value))
                                                        : to_text(value),
                  type.number(1).value_or(0));
  }
  if (base == "double") return double_text(number_of(value));
  if (base == "float") {
    // Six digits are all that the server shows of a FLOAT.
    const std::string six = fmt::format("{:.6g}", number_of(value));
    double rounded = 0;
    std::from_chars(six.data(), six.data() + six.size(), rounded);
    return double_text(rounded);
  }
  if (base == "bit") {
    std::string bits;
    for (auto n = static_cast<std::uint64_t>(as_int(value)); n > 0 || bits.empty(); n >>= 1U) {
      bits.insert(bits.begin(), (n & 1U) != 0 ? '1' : '0');
    }
    return "b'" + bits + "'";
  }
  if (is_numeric_type(type)) return integer_text(value);
  if (base == "json") return quoted_text(json_text(value));
  if (base == "datetime" || base == "timestamp") return quoted_text(moment_text(value, type));
  if (base == "time") {
    const auto* time = std::get_if<TimeOfDay>(&value);
    return quoted_text(
        padded(to_text(time != nullptr ? *time : parse_time(as_string(value))), type));
  }
  if (base == "date") {
    const auto* date = std::get_if<Date>(&value);
    return quoted_text(to_text(date != nullptr ? *date : parse_date(as_string(value))));
  }
  if (is_binary_type(type)) return bytes_text(value, type);
  return quoted_text(to_text(value));
}

bool is_now(const std::vector<Token>& tokens) {
  for (std::string_view word : {"CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP"}) {
    if (tokens.empty() || !is_word(tokens[0], word)) continue;
    return tokens.size() == 1 || (tokens.size() <= 4 && tokens[1].text == "(");
  }
  return false;
}

std::string now_with(std::string_view digits, const Flavor& flavor) {
  if (flavor.mariadb()) return fmt::format("current_timestamp({})", digits);
  return digits.empty() ? "CURRENT_TIMESTAMP" : fmt::format("CURRENT_TIMESTAMP({})", digits);
}

}  // namespace

std::string spell_default(const Value& value, const TypeText& type, const Flavor& flavor) {
  const std::string text = literal_for(value, type);
  if (flavor.text_defaults() || !is_long_type(type)) return text;
  return is_binary_type(type) ? "(" + text + ")" : "(_utf8mb4" + text + ")";
}

std::string bytes_default(const Bytes& bytes) {
  std::string text;
  for (std::byte byte : bytes) {
    const auto code = std::to_integer<unsigned char>(byte);
    const bool plain = code == 0 || (code >= 0x20 && code <= 0x7e);
    if (!plain) return dialect().literal(bytes);
    text += static_cast<char>(code);
  }
  return quoted_text(text);
}

std::string spell_expression(std::string_view sql, const TypeText& on_type, const Flavor& flavor) {
  const std::vector<Token> tokens =
      lex_code(without_outer_parentheses(sql), dialect().lexical_rules());
  if (is_now(tokens)) {
    const bool given = tokens.size() == 4 && tokens[2].text != "0";
    if (given) return now_with(tokens[2].text, flavor);
    // MySQL insists that the digits be the column's.
    const auto digits = on_type.args.empty() ? std::string() : on_type.args.front();
    return now_with(flavor.mariadb() ? "" : digits, flavor);
  }
  if (tokens.size() == 1 && is_word(tokens[0], "NULL")) return {};
  return std::string(trim(sql));
}

std::string now_text(const TypeText& type, const Flavor& flavor) {
  const std::string digits = type.args.empty() ? "" : type.args.front();
  if (type.base == "datetime" || type.base == "timestamp") return now_with(digits, flavor);
  if (type.base == "date") return flavor.mariadb() ? "curdate()" : "(curdate())";
  if (type.base == "time") {
    const std::string call = "curtime(" + digits + ")";
    return flavor.mariadb() ? call : "(" + call + ")";
  }
  return {};
}

bool is_invalid_date(std::string_view default_sql, const TypeText& type) {
  if ((type.base != "date" && type.base != "datetime") || !default_sql.starts_with('\''))
    return false;
  const std::string text = literal_text(default_sql);
  int year = 0;
  unsigned month = 0, day = 0;
  if (std::sscanf(text.c_str(), "%d-%u-%u", &year, &month, &day) != 3) return false;
  return month != 0 && day != 0 &&
         !std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month),
                                      std::chrono::day(day))
              .ok();
}

std::string literal_text(std::string_view literal) {
  if (literal.size() < 2) return std::string(literal);
  const char quote = literal.front();
  literal = literal.substr(1, literal.size() - 2);
  std::string text;
  for (std::size_t i = 0; i < literal.size(); ++i) {
    const bool doubled = literal[i] == quote && i + 1 < literal.size() && literal[i + 1] == quote;
    if (literal[i] == '\\' && i + 1 < literal.size()) {
      text += unescape_expression(literal.substr(i++, 2));
    } else {
      text += literal[i];
      if (doubled) ++i;
    }
  }
  return text;
}

std::optional<Value> read_default(const std::string& sql, FieldType type) {
  const std::vector<Token> tokens = lex_code(sql, dialect().lexical_rules());
  const bool has_sign = tokens.size() == 2 && tokens[0].text == "-";
  if (tokens.size() != 1 && !has_sign) return std::nullopt;
  const Token& token = tokens.back();
  if (token.kind == TokenKind::string && token.text.starts_with('\'')) {
    const std::string text = literal_text(token.text);
    const bool structured = text.starts_with('{') || text.starts_with('[');
    if (type == FieldType::json || type == FieldType::array) {
      return structured ? std::optional<Value>(Json{text}) : std::nullopt;
    }
    return Value(text);
  }
  if (token.kind != TokenKind::number) return std::nullopt;
  if (type == FieldType::boolean && (sql == "0" || sql == "1")) return Value(sql == "1");
  if (type == FieldType::decimal) return Value(sql);
  if (type == FieldType::float_) return Value(number_of(Decimal{sql}));
  const bool integral = type == FieldType::integer || type == FieldType::big_integer ||
                        type == FieldType::small_integer;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(sql.data(), sql.data() + sql.size(), number);
  const bool whole = error == std::errc{} && end == sql.data() + sql.size();
  return integral && whole ? std::optional<Value>(number) : std::nullopt;
}

}  // namespace covet::mysql
