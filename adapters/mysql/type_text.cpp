#include "adapters/mysql/type_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "adapters/mysql/dialect.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

struct Synonym {
  std::string_view word, base;
};
constexpr std::array<Synonym, 17> synonyms{{{"integer", "int"},
                                            {"int4", "int"},
                                            {"int1", "tinyint"},
                                            {"int2", "smallint"},
                                            {"int3", "mediumint"},
                                            {"middleint", "mediumint"},
                                            {"int8", "bigint"},
                                            {"dec", "decimal"},
                                            {"numeric", "decimal"},
                                            {"fixed", "decimal"},
                                            {"real", "double"},
                                            {"float8", "double"},
                                            {"float4", "float"},
                                            {"character", "char"},
                                            {"varcharacter", "varchar"},
                                            {"long", "mediumtext"},
                                            {"geomcollection", "geometrycollection"}}};

struct Width {
  std::string_view base, width, unsigned_width;
};
constexpr std::array<Width, 5> widths{{{"tinyint", "4", "3"},
                                       {"smallint", "6", "5"},
                                       {"mediumint", "9", "8"},
                                       {"int", "11", "10"},
                                       {"bigint", "20", "20"}}};

void spell_integer(TypeText& type, const Flavor& flavor) {
  const auto width = std::find_if(widths.begin(), widths.end(),
                                  [&](const Width& w) { return w.base == type.base; });
  if (width == widths.end()) return;
  const bool filled = type.attributes.find("zerofill") != std::string::npos;
  const bool has_sign = type.attributes.find("unsigned") == std::string::npos;
  if (filled && has_sign) type.attributes = "unsigned " + type.attributes;
  if (flavor.display_widths() || filled) {
    if (type.args.empty())
      type.args = {std::string(filled || !has_sign ? width->unsigned_width : width->width)};
  } else if (type.base != "tinyint" || type.args != std::vector<std::string>{"1"}) {
    type.args.clear();
  }
}

}  // namespace

std::optional<std::int64_t> TypeText::number(std::size_t arg) const {
  if (arg >= args.size()) return std::nullopt;
  std::int64_t value = 0;
  const std::string& digits = args[arg];
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::string TypeText::text() const {
  std::string result = base;
  if (!args.empty()) result += "(" + join(args, ",") + ")";
  if (!attributes.empty()) result += " " + attributes;
  return result;
}

TypeText parse_type(std::string_view type) {
  TypeText result;
  bool inside = false;
  for (const Token& token : lex_code(type, dialect().lexical_rules())) {
    if (token.text == "(" && !inside && result.args.empty()) {
      inside = true;
    } else if (inside) {
      if (token.text == ")") {
        inside = false;
      } else if (token.text != ",") {
        result.args.emplace_back(token.text);
      }
    } else if (result.base.empty()) {
      result.base = to_lower(token.text);
    } else {
      const bool word = token.kind == TokenKind::word;
      if (!result.attributes.empty()) result.attributes += ' ';
      result.attributes += word ? to_lower(token.text) : std::string(token.text);
    }
  }
  return result;
}

std::string canonical_type(std::string_view text, const Flavor& flavor) {
  TypeText type = parse_type(text);
  if (type.base == "bool" || type.base == "boolean") type = {"tinyint", {"1"}, type.attributes};
  if (type.base == "double" && type.attributes.starts_with("precision")) {
    type.attributes = std::string(trim(std::string_view(type.attributes).substr(9)));
  }
  for (const Synonym& synonym : synonyms) {
    if (synonym.word == type.base) type.base = std::string(synonym.base);
  }
  if (type.base == "geometrycollection" && !flavor.mariadb()) type.base = "geomcollection";
  if (type.base == "decimal") {
    if (type.args.empty()) type.args = {"10"};
    if (type.args.size() == 1) type.args.emplace_back("0");
  }
  if (type.base == "float" && type.args.size() == 1) {
    if (type.number(0).value_or(0) > 24) type.base = "double";
    type.args.clear();
  }
  const bool one = type.base == "bit" || type.base == "char" || type.base == "binary";
  if (one && type.args.empty()) type.args = {"1"};
  if (type.base == "year") {
    // Only MariaDB has years of two digits.
    const bool short_year = flavor.mariadb() && type.number(0) == 2;
    type.args.clear();
    if (flavor.display_widths()) type.args = {short_year ? "2" : "4"};
  }
  const bool timed = type.base == "datetime" || type.base == "timestamp" || type.base == "time";
  if (timed && type.args == std::vector<std::string>{"0"}) type.args.clear();
  spell_integer(type, flavor);
  return type.text();
}

bool is_character_type(const TypeText& type) {
  static constexpr std::array<std::string_view, 8> bases{
      "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"};
  return among(bases, type.base);
}

bool is_long_type(const TypeText& type) {
  static constexpr std::array<std::string_view, 9> bases{"tinytext",   "text",     "mediumtext",
                                                         "longtext",   "tinyblob", "blob",
                                                         "mediumblob", "longblob", "json"};
  return among(bases, type.base);
}

bool is_numeric_type(const TypeText& type) {
  static constexpr std::array<std::string_view, 10> bases{
      "tinyint", "smallint", "mediumint", "int", "bigint",
      "decimal", "float",    "double",    "bit", "year"};
  return among(bases, type.base);
}

bool is_binary_type(const TypeText& type) {
  static constexpr std::array<std::string_view, 6> bases{"binary", "varbinary",  "tinyblob",
                                                         "blob",   "mediumblob", "longblob"};
  return among(bases, type.base);
}

bool is_geometry_type(const TypeText& type) {
  static constexpr std::array<std::string_view, 9> bases{
      "geometry",        "point",        "linestring",         "polygon",       "multipoint",
      "multilinestring", "multipolygon", "geometrycollection", "geomcollection"};
  return among(bases, type.base);
}

std::string charset_of(std::string_view collation) {
  return std::string(collation.substr(0, collation.find('_')));
}

std::string usual_collation(std::string_view charset) {
  if (charset == "latin1") return "latin1_swedish_ci";
  if (charset == "binary") return "binary";
  if (charset == "utf8" || charset == "utf8mb3") return "utf8mb3_general_ci";
  static constexpr std::array<std::string_view, 11> general{"ascii",  "cp1250", "cp1251", "cp1256",
                                                            "cp1257", "greek",  "hebrew", "koi8r",
                                                            "latin2", "ucs2",   "utf16"};
  if (among(general, charset)) return std::string(charset) + "_general_ci";
  return {};
}

}  // namespace covet::mysql
