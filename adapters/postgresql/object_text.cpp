#include "adapters/postgresql/object_text.h"

#include <algorithm>
#include <array>

#include "adapters/postgresql/dialect.h"
#include "core/base/strings.h"
#include "core/db/sql_lexer.h"

namespace covet::postgresql {
namespace {

std::vector<Token> tokens_of(std::string_view sql) {
  return lex_code(sql, dialect().lexical_rules());
}

bool is_name(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::quoted;
}

/// A qualified name in a text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

Span span_at(const std::vector<Token>& tokens, std::size_t i) {
  if (i >= tokens.size() || !is_name(tokens[i])) return {};
  std::size_t last = i;
  while (last + 2 < tokens.size() && tokens[last + 1].text == "." && is_name(tokens[last + 2]))
    last += 2;
  return {tokens[i].offset, tokens[last].offset + tokens[last].text.size()};
}

std::string with(std::string_view sql, const Span& span, std::string_view to) {
  if (span.end == 0) return std::string(sql);
  return std::string(sql.substr(0, span.begin)) + std::string(to) +
         std::string(sql.substr(span.end));
}

std::size_t find_word(const std::vector<Token>& tokens, std::string_view word, std::size_t from) {
  while (from < tokens.size() && !is_word(tokens[from], word))
    ++from;
  return from;
}

/// The text from the first token up to tokens[end].
std::string text_until(std::string_view sql, const std::vector<Token>& tokens, std::size_t end) {
  return std::string(trim(sql.substr(0, tokens[end].offset)));
}

std::optional<std::string> undo_create(const std::vector<Token>& tokens) {
  const std::size_t index = find_word(tokens, "INDEX", 1);
  const std::size_t on = find_word(tokens, "ON", index);
  if (index > 2 || on + 1 >= tokens.size()) return std::nullopt;
  // An index lies where its table does.
  const std::size_t table = is_word(tokens[on + 1], "ONLY") ? on + 2 : on + 1;
  const bool qualified = table + 2 < tokens.size() && tokens[table + 1].text == ".";
  return "DROP INDEX " + (qualified ? std::string(tokens[table].text) + "." : "") +
         std::string(tokens[on - 1].text);
}

/// ALTER TABLE t DISABLE TRIGGER x, ALTER EVENT TRIGGER x ENABLE ALWAYS.
std::optional<std::string> undo_switch(std::string_view sql, const std::vector<Token>& tokens) {
  const auto at = std::ranges::find_if(tokens, [](const Token& token) {
    return is_word(token, "DISABLE") || is_word(token, "ENABLE");
  });
  if (at == tokens.end()) return std::nullopt;
  const auto i = static_cast<std::size_t>(at - tokens.begin());
  const std::string head = text_until(sql, tokens, i) + " ENABLE";
  if (is_word(tokens[1], "EVENT")) return head;
  for (const std::string_view word : {"TRIGGER", "RULE"}) {
    const std::size_t what = find_word(tokens, word, i);
    if (what + 1 < tokens.size())
      return head + " " + std::string(word) + " " + std::string(tokens[what + 1].text);
  }
  return std::nullopt;
}

std::optional<std::string> undo_alter(std::string_view sql, const std::vector<Token>& tokens) {
  if (const auto switched = undo_switch(sql, tokens)) return switched;
  if (const std::size_t cluster = find_word(tokens, "CLUSTER", 1); cluster < tokens.size())
    return text_until(sql, tokens, cluster) + " SET WITHOUT CLUSTER";
  const std::size_t add = find_word(tokens, "ADD", 1);
  if (const std::size_t with = find_word(tokens, "WITH", add);
      is_word(tokens[1], "TEXT") && with < tokens.size()) {
    return text_until(sql, tokens, add) + " DROP MAPPING " +
           std::string(trim(
               sql.substr(tokens[add + 2].offset, tokens[with].offset - tokens[add + 2].offset)));
  }
  const std::size_t set = find_word(tokens, "SET", 1);
  if (set + 1 >= tokens.size()) return std::nullopt;
  if (is_word(tokens[set + 1], "DEFAULT")) return text_until(sql, tokens, set) + " DROP DEFAULT";
  if (is_word(tokens[set + 1], "STATISTICS"))
    return text_until(sql, tokens, set) + " SET STATISTICS -1";
  return std::nullopt;
}

Span name_span(std::string_view sql) {
  const std::vector<Token> tokens = tokens_of(sql);
  constexpr std::array<std::string_view, 17> kinds = {
      "VIEW",       "FUNCTION",      "PROCEDURE", "AGGREGATE",   "TYPE",      "DOMAIN",
      "SEQUENCE",   "TRIGGER",       "RULE",      "POLICY",      "COLLATION", "STATISTICS",
      "DICTIONARY", "CONFIGURATION", "SERVER",    "PUBLICATION", "CONVERSION"};
  std::size_t i = 0;
  while (i < tokens.size() && std::ranges::none_of(kinds, [&](std::string_view kind) {
           return is_word(tokens[i], kind);
         })) {
    ++i;
  }
  ++i;
  if (i + 2 < tokens.size() && is_word(tokens[i], "IF") && is_word(tokens[i + 1], "NOT")) i += 3;
  return span_at(tokens, i);
}

Span table_span(std::string_view sql) {
  const std::vector<Token> tokens = tokens_of(sql);
  std::size_t i = 0;
  if (const std::size_t rule = find_word(tokens, "RULE", 0); rule < 5 && rule < tokens.size()) {
    i = find_word(tokens, "TO", rule);
  } else if (const std::size_t statistics = find_word(tokens, "STATISTICS", 0); statistics == 1) {
    i = find_word(tokens, "FROM", statistics);
  } else {
    i = find_word(tokens, "ON", 0);
  }
  return span_at(tokens, i + 1);
}

}  // namespace

std::string with_name(std::string_view sql, std::string_view to) {
  return with(sql, name_span(sql), to);
}

std::string with_table(std::string_view sql, std::string_view to) {
  return with(sql, table_span(sql), to);
}

std::string name_in(std::string_view sql) {
  const Span span = name_span(sql);
  return std::string(sql.substr(span.begin, span.end - span.begin));
}

std::string table_in(std::string_view sql) {
  const Span span = table_span(sql);
  return std::string(sql.substr(span.begin, span.end - span.begin));
}

std::optional<std::string> undo_of(std::string_view statement) {
  const std::vector<Token> tokens = tokens_of(statement);
  if (tokens.size() < 3) return std::nullopt;
  if (is_word(tokens[0], "COMMENT")) {
    const bool has_text = tokens.back().kind == TokenKind::string;
    return has_text ? std::optional(text_until(statement, tokens, tokens.size() - 1) + " NULL")
                    : std::nullopt;
  }
  if (is_word(tokens[0], "CREATE")) return undo_create(tokens);
  if (is_word(tokens[0], "ALTER")) return undo_alter(statement, tokens);
  return std::nullopt;
}

std::string with_modes(std::string_view signature) {
  std::string text;
  int depth = 0;
  std::size_t kept = 0;
  for (const Token& token : tokens_of(signature)) {
    const bool opens = token.text == "(";
    if (opens) ++depth;
    if (token.text == ")") --depth;
    if (depth != 1 || !(opens || token.text == ",")) continue;
    const std::size_t end = token.offset + token.text.size();
    text += std::string(signature.substr(kept, end - kept)) + (opens ? "IN " : " IN");
    kept = end;
  }
  return text == "(IN " ? std::string(signature) : text + std::string(signature.substr(kept));
}

std::string without_data_clause(std::string_view sql) {
  const std::vector<Token> tokens = tokens_of(sql);
  if (tokens.size() < 3 || !is_word(tokens.back(), "DATA")) return std::string(sql);
  const std::size_t no = tokens.size() - 2;
  const std::size_t with = is_word(tokens[no], "NO") ? no - 1 : no;
  return is_word(tokens[with], "WITH") ? text_until(sql, tokens, with) : std::string(sql);
}

}  // namespace covet::postgresql
