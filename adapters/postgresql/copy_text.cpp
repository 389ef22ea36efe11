#include "adapters/postgresql/copy_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <vector>

#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/values.h"
#include "core/base/error.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

template <std::size_t count>
bool is_one_of(const Token& token, const std::array<const char*, count>& words) {
  return std::ranges::any_of(words, [&](const char* word) { return is_word(token, word); });
}

/// A column of such a name has its rows read by a cursor: slower, not wrong.
bool may_write_or_lock(const Token& token) {
  constexpr std::array words{"INSERT", "UPDATE", "DELETE", "MERGE", "INTO", "SHARE"};
  return is_one_of(token, words);
}

/// nullopt where it can't stand in the text for certain.
std::optional<std::string> untyped_literal(std::string_view placeholder,
                                           const std::vector<Value>& params) {
  std::size_t number = 0;
  const char* const end = placeholder.data() + placeholder.size();
  const auto read = std::from_chars(placeholder.data() + 1, end, number);
  if (read.ec != std::errc() || read.ptr != end || number == 0 || number > params.size()) {
    return std::nullopt;
  }
  const auto text = to_parameter(params[number - 1]);
  if (!text) return " NULL ";
  // Somebody may have turned standard_conforming_strings off.
  if (text->find('\\') != std::string::npos) return std::nullopt;
  return " " + quote_text(*text) + " ";
}

char letter_behind_backslash(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    default:
      return letter;
  }
}

}  // namespace

std::optional<std::string> query_for_copy(const Statement& statement) {
  constexpr std::array openings{"SELECT", "VALUES", "TABLE", "WITH"};
  if (statement.sql.find('\0') != std::string::npos) return std::nullopt;
  std::string query;
  bool opened = false;
  bool ended = false;
  for (const Token& token : lex(statement.sql, dialect().lexical_rules())) {
    if (token.kind == TokenKind::space || token.kind == TokenKind::comment) {
      query += token.text;
      continue;
    }
    if (ended || may_write_or_lock(token)) return std::nullopt;
    if (!opened && token.text != "(" && !is_one_of(token, openings)) return std::nullopt;
    opened = true;
    if (token.text == ";") {
      ended = true;
    } else if (token.kind == TokenKind::parameter) {
      const auto literal = untyped_literal(token.text, statement.params);
      if (!literal) return std::nullopt;
      query += *literal;
    } else {
      query += token.text;
    }
  }
  if (!opened) return std::nullopt;
  return query;
}

std::optional<std::string_view> CopyLine::take(std::string& scratch) {
  if (done_) throw Error(Errc::internal, "COPY gives fewer fields than the query has columns");
  // A tab of a value's own is written as \t.
  const std::size_t tab = rest_.find('\t');
  done_ = tab == std::string_view::npos;
  std::string_view field = rest_.substr(0, tab);
  if (!done_) rest_.remove_prefix(tab + 1);
  std::size_t at = field.find('\\');
  if (at == std::string_view::npos) return field;
  if (field == "\\N") return std::nullopt;
  scratch.clear();
  for (; at != std::string_view::npos && at + 1 < field.size(); at = field.find('\\')) {
    scratch.append(field, 0, at);
    scratch += letter_behind_backslash(field[at + 1]);
    field.remove_prefix(at + 2);
  }
  scratch.append(field);
  return scratch;
}

}  // namespace covet::postgresql
