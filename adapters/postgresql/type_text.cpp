#include "adapters/postgresql/type_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/core.h>

#include "adapters/postgresql/dialect.h"
#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

struct Alias {
  std::string_view written;
  std::string_view base;
};

constexpr auto aliases = std::to_array<Alias>({
    {"int", "integer"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"int2", "smallint"},
    {"float8", "double precision"},
    {"float4", "real"},
    {"bool", "boolean"},
    {"varchar", "character varying"},
    {"char varying", "character varying"},
    {"national character varying", "character varying"},
    {"char", "character"},
    {"nchar", "character"},
    {"national character", "character"},
    {"decimal", "numeric"},
    {"dec", "numeric"},
    {"timestamptz", "timestamp with time zone"},
    {"timestamp", "timestamp without time zone"},
    {"timetz", "time with time zone"},
    {"time", "time without time zone"},
    {"varbit", "bit varying"},
});

void spell(TypeText& type) {
  if (type.base == "float") {
    int bits = 53;
    std::from_chars(type.modifiers.data(), type.modifiers.data() + type.modifiers.size(), bits);
    type = {.base = bits <= 24 ? "real" : "double precision", .modifiers = {}, .array = type.array};
    return;
  }
  const auto* alias = std::ranges::find(aliases, type.base, &Alias::written);
  if (alias != aliases.end()) type.base = alias->base;
  if (type.base == "bpchar" && !type.modifiers.empty()) type.base = "character";
  const bool counted = type.base == "character" || type.base == "bit";
  if (counted && type.modifiers.empty()) type.modifiers = "1";
  if (type.base == "numeric" && !type.modifiers.empty() &&
      type.modifiers.find(',') == std::string::npos) {
    type.modifiers += ",0";
  }
}

}  // namespace

TypeText parse_type(std::string_view type) {
  TypeText parsed;
  int depth = 0;
  bool joined = true;  // no blank before the next word
  for (const Token& token : lex_code(type, dialect().lexical_rules())) {
    if (token.text == "[") {
      parsed.array = true;
      break;
    }
    if (token.text == "(" && depth++ == 0) continue;
    if (token.text == ")" && --depth == 0) {
      joined = false;
      continue;
    }
    if (depth > 0) {
      parsed.modifiers += token.text;
      continue;
    }
    if (token.text == ".") {
      joined = true;
    } else if (!joined) {
      parsed.base += ' ';
    }
    parsed.base += token.kind == TokenKind::word ? to_lower(token.text) : std::string(token.text);
    joined = token.text == ".";
  }
  return parsed;
}

std::string print_type(const TypeText& type) {
  std::string text = type.base;
  if (!type.modifiers.empty()) {
    // "timestamp(3) with time zone": behind the first word; behind the last one otherwise.
    const std::size_t zone =
        std::min(text.find(" with time zone"), text.find(" without time zone"));
    text.insert(std::min(zone, text.size()), "(" + type.modifiers + ")");
  }
  return type.array ? text + "[]" : text;
}

std::string spell_type(std::string_view type) {
  TypeText parsed = parse_type(type);
  spell(parsed);
  return print_type(parsed);
}

std::optional<LiteralText> parse_literal(std::string_view default_sql) {
  const std::vector<Token> tokens = lex_code(default_sql, dialect().lexical_rules());
  if (tokens.empty()) return std::nullopt;
  const Token& first = tokens.front();
  const bool cast = tokens.size() > 2 && tokens[1].text == "::";
  if (first.kind == TokenKind::string && first.text.starts_with('\'') && cast) {
    const std::string_view inner = first.text.substr(1, first.text.size() - 2);
    return LiteralText{.text = replace_all(std::string(inner), "''", "'"), .quoted = true};
  }
  if (tokens.size() != 1) return std::nullopt;
  if (first.kind == TokenKind::number || is_word(first, "TRUE") || is_word(first, "FALSE")) {
    return LiteralText{.text = std::string(first.text), .quoted = false};
  }
  return std::nullopt;
}

}  // namespace covet::postgresql
