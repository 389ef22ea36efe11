#include "adapters/mysql/create_text.h"

#include <algorithm>
#include <array>
#include <vector>

#include "adapters/mysql/dialect.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

/// MySQL hides what is new in comments for older servers: `/*!80000 INVISIBLE */` is INVISIBLE.
std::vector<Token> open_tokens(std::string_view text) {
  std::vector<Token> tokens;
  for (const Token& token : lex_code(text, dialect().lexical_rules())) {
    if (token.kind != TokenKind::executable) {
      tokens.push_back(token);
      continue;
    }
    const std::size_t begin = token.text.find_first_of(" \t\n");
    const std::size_t end = token.text.rfind("*/");
    if (begin >= end) continue;
    for (const Token& inner :
         lex_code(token.text.substr(begin, end - begin), dialect().lexical_rules()))
      tokens.push_back(inner);
  }
  return tokens;
}

/// Past the parenthesis that closes the first one.
std::size_t behind_list(const std::vector<Token>& tokens) {
  int depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].text == "(") ++depth;
    if (tokens[i].text == ")" && --depth == 0) return i + 1;
  }
  return tokens.size();
}

/// The value behind NAME or NAME=.
std::string value_at(const std::vector<Token>& tokens, std::size_t i) {
  ++i;
  if (i < tokens.size() && tokens[i].text == "=") ++i;
  return i < tokens.size() ? std::string(tokens[i].text) : std::string();
}

schema::Options key_options(const std::vector<Token>& tokens) {
  schema::Options options;
  const std::size_t end = behind_list(tokens);
  for (std::size_t i = 2; i + 1 < end; ++i) {
    if (is_word(tokens[i], "WITHOUT") && is_word(tokens[i + 1], "OVERLAPS"))
      options["without_overlaps"] = unquote(tokens[i - 1]);
  }
  for (std::size_t i = end; i < tokens.size(); ++i) {
    if (is_word(tokens[i], "USING")) options["using"] = to_lower(value_at(tokens, i));
    if (is_word(tokens[i], "KEY_BLOCK_SIZE")) options["key_block_size"] = value_at(tokens, i);
    if (is_word(tokens[i], "PARSER") && i + 1 < tokens.size())
      options["parser"] = unquote(tokens[i + 1]);
    if (is_word(tokens[i], "COMMENT")) ++i;
  }
  return options;
}

void read_key(std::string_view line, CreateText& result) {
  const bool plain =
      line.ends_with(')') && line.find(" WITHOUT OVERLAPS") == std::string_view::npos;
  if (plain) return;
  const std::vector<Token> tokens = open_tokens(line);
  const bool primary = is_word(tokens.front(), "PRIMARY");
  const auto name = std::ranges::find_if(
      tokens, [](const Token& token) { return token.kind == TokenKind::quoted; });
  if (name == tokens.end()) return;
  schema::Options options = key_options(tokens);
  if (!options.empty()) result.keys[primary ? "PRIMARY" : unquote(*name)] = std::move(options);
}

void read_line(std::string_view line, CreateText& result) {
  constexpr std::array<std::string_view, 5> keys = {"KEY ", "UNIQUE KEY ", "PRIMARY KEY ",
                                                    "FULLTEXT KEY ", "SPATIAL KEY "};
  constexpr std::string_view period = "PERIOD FOR ";
  line = trim(line);
  if (line.ends_with(',')) line.remove_suffix(1);
  line = trim(line);
  if (line.starts_with(period)) {
    const std::string_view rest = line.substr(period.size());
    const bool system = rest.starts_with("SYSTEM_TIME");
    result.table[system ? "system_period" : "period"] = std::string(rest);
  } else if (std::ranges::any_of(keys,
                                 [&](std::string_view key) { return line.starts_with(key); })) {
    read_key(line, result);
  }
}

/// "(`a`,`b`)" from the parenthesis at `i`.
std::string list_at(std::string_view text, const std::vector<Token>& tokens, std::size_t i) {
  const std::size_t from = tokens[i].offset;
  while (i < tokens.size() && tokens[i].text != ")")
    ++i;
  return i < tokens.size() ? std::string(text.substr(from, tokens[i].offset + 1 - from)) : "";
}

void read_options(std::string_view text, schema::Options& options) {
  const std::vector<Token> tokens = lex_code(text, dialect().lexical_rules());
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (is_word(token, "UNION")) options["union"] = list_at(text, tokens, i + 2);
    if (is_word(token, "INSERT_METHOD")) options["insert_method"] = value_at(tokens, i);
    if (is_word(token, "CONNECTION")) options["connection"] = value_at(tokens, i);
    const bool directory = is_word(tokens[i + 1], "DIRECTORY");
    if (directory && is_word(token, "DATA")) options["data_directory"] = value_at(tokens, i + 1);
    if (directory && is_word(token, "INDEX")) options["index_directory"] = value_at(tokens, i + 1);
    if (is_word(token, "WITH") && is_word(tokens[i + 1], "SYSTEM"))
      options["system_versioning"] = "true";
  }
}

/// From the parenthesis that closes the columns to the end.
void read_tail(std::string_view tail, schema::Options& options) {
  constexpr std::string_view partition = "PARTITION BY ";
  const std::size_t line = tail.find('\n');
  read_options(tail.substr(0, line), options);
  if (line == std::string_view::npos) return;
  std::string_view rest = trim(tail.substr(line));
  const std::size_t at = rest.find(partition);
  if (at == std::string_view::npos) return;
  if (rest.starts_with("/*")) rest = trim(rest.substr(0, rest.rfind("*/")));
  options["partition_by"] = std::string(rest.substr(at + partition.size()));
}

}  // namespace

CreateText read_create_text(std::string_view text) {
  CreateText result;
  std::size_t at = text.find('\n');
  while (at != std::string_view::npos) {
    const std::size_t next = text.find('\n', ++at);
    const std::string_view line = text.substr(at, next - at);
    if (line.starts_with(')')) {
      read_tail(text.substr(at), result.table);
      break;
    }
    read_line(line, result);
    at = next;
  }
  return result;
}

}  // namespace covet::mysql
